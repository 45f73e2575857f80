using System;
using System.Collections.Generic;

namespace KeyRotation;

/// <summary>Where a key stands: its stage, the next step, when that is due, and what blocks it.</summary>
public sealed class KeyStatus
{
    private readonly ConnectionOptions? connection;

    internal KeyStatus(KeyReference reference, AccessKeyStatus status, DateTimeOffset createDate, KeyStage stage, DateTimeOffset seenAt, ConnectionOptions? connection)
    {
        Reference = reference;
        Status = status;
        CreateDate = createDate;
        Stage = stage;
        SeenAt = seenAt;
        this.connection = connection;
    }

    /// <summary>The IAM user.</summary>
    public string UserName => Reference.UserName;

    /// <summary>The key's id; null for a key of an inventory with which nothing is going on: the credential report holds no ids.</summary>
    public string? AccessKeyId => Reference.AccessKeyId;

    /// <summary>Where the key stands.</summary>
    public KeyStage Stage { get; }

    /// <summary>Since when, by the journal, UTC; null where the journal says nothing.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The command that takes the next step; null when there is none.</summary>
    public string? NextStep { get; init; }

    /// <summary>From when on the next step can be taken, UTC; null when that cannot be told.</summary>
    public DateTimeOffset? DueDate { get; init; }

    /// <summary>Whether the next step can be taken now.</summary>
    public bool IsDue => NextStep is not null && Blocker is null && DueDate <= SeenAt;

    /// <summary>What stands in the way of the next step, for people; null when nothing does.</summary>
    public string? Blocker { get; init; }

    /// <summary>What IAM says of the key.</summary>
    public AccessKeyStatus Status { get; }

    /// <summary>When the key was created, UTC.</summary>
    public DateTimeOffset CreateDate { get; }

    /// <summary>How old the key was when it was seen, by AWS's clock.</summary>
    public TimeSpan Age => SeenAt - CreateDate;

    /// <summary>Evidence of its last use: AWS's own answer where the next step depends on it, else what the credential report says.</summary>
    public EvidenceOfUse LastUsed { get; init; } = EvidenceOfUse.Unknown("not looked up");

    /// <summary>The key that replaced this one.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The key that this one replaced.</summary>
    public string? Replaces { get; init; }

    /// <summary>The account.</summary>
    public string AccountId => Reference.AccountId;

    /// <summary>When the key was seen, by AWS's clock, UTC.</summary>
    public DateTimeOffset SeenAt { get; }

    /// <summary>The user's ARN, where it is known.</summary>
    public string? UserArn { get; init; }

    /// <summary>When the credential report behind <see cref="LastUsed"/> was generated, UTC; null when AWS was asked directly.</summary>
    public DateTimeOffset? ReportTime { get; init; }

    /// <summary>The user's own tags, e.g. its owner, without those of the journal; null when they were not read.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    internal KeyReference Reference { get; }

    /// <summary>The connection that the key was seen through. A method, so that it does not show in output.</summary>
    public ConnectionOptions? GetConnection() => connection;

    /// <summary>The same status with what is known of the key and its user beside it.</summary>
    internal KeyStatus With(IReadOnlyDictionary<string, string> tags, string? userArn, EvidenceOfUse lastUsed, DateTimeOffset? reportTime) =>
        new(Reference, Status, CreateDate, Stage, SeenAt, connection)
        {
            Since = Since,
            NextStep = NextStep,
            DueDate = DueDate,
            Blocker = Blocker,
            ReplacedBy = ReplacedBy,
            Replaces = Replaces,
            LastUsed = lastUsed,
            UserArn = userArn,
            ReportTime = reportTime,
            Tags = tags,
        };

    /// <summary>The key as messages name it.</summary>
    public override string ToString() => Reference.ToString();
}
