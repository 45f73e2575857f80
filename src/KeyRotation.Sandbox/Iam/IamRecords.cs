using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Iam;

/// <summary>A user as the account holds it; only touched under the account's lock.</summary>
internal sealed class UserRecord
{
    public required string UserName { get; init; }

    public required string UserId { get; init; }

    public required string Path { get; init; }

    public required string Arn { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>The two slots of the credential report.</summary>
    public KeyRecord?[] Slots { get; } = new KeyRecord?[2];

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The ARNs of the policies that are attached.</summary>
    public HashSet<string> Policies { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string>? AllowedActions { get; set; }

    public bool PasswordEnabled { get; set; }

    public DateTimeOffset? PasswordLastUsed { get; set; }

    public DateTimeOffset? PasswordLastChanged { get; set; }

    public bool MfaActive { get; set; }

    public IEnumerable<KeyRecord> Keys => Slots.OfType<KeyRecord>();

    public SandboxUser Snapshot() => new(new EqualList<SandboxAccessKey>(Keys.Select(key => key.Snapshot())), new EqualTags(Tags))
    {
        UserName = UserName,
        UserId = UserId,
        Path = Path,
        Arn = Arn,
        CreateDate = CreateDate,
        PasswordEnabled = PasswordEnabled,
        PasswordLastUsed = PasswordLastUsed,
        PasswordLastChanged = PasswordLastChanged,
        MfaActive = MfaActive,
    };
}

/// <summary>A key as the account holds it; only touched under the account's lock.</summary>
internal sealed class KeyRecord
{
    public required UserRecord User { get; init; }

    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>From when on every server of AWS knows the key.</summary>
    public required DateTimeOffset KnownFrom { get; init; }

    public SandboxKeyStatus Status { get; set; }

    public SandboxKeyUse? LastUsed { get; set; }

    public int FlickersLeft { get; set; }

    public bool RefuseNext { get; set; }

    public SandboxAccessKey Snapshot() => new(AccessKeyId, SecretAccessKey, User.UserName, Status, CreateDate, LastUsed);
}
