using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Secrets;

/// <summary>What a version of a secret holds: text, or bytes in base64.</summary>
internal sealed record SecretContent(string? Text, string? Binary)
{
    public override string ToString() => "(hidden)";
}

/// <summary>A version of a secret as the account holds it; only touched under the account's lock.</summary>
internal sealed class SecretVersionRecord
{
    /// <summary>Counts the versions of the secret.</summary>
    public required long Number { get; init; }

    public required string VersionId { get; init; }

    public required SecretContent Content { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public DateTimeOffset? LastAccessedDate { get; set; }

    public List<string> Stages { get; } = [];

    public SandboxSecretVersion Snapshot() => new(VersionId, Content.Text, Content.Binary, new EqualList<string>(Stages), CreatedDate);
}

/// <summary>A secret as the account holds it; only touched under the account's lock.</summary>
internal sealed class SecretRecord
{
    public const string Current = "AWSCURRENT";

    private const string Previous = "AWSPREVIOUS";
    private const int MostVersions = 100;

    private long lastNumber;

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public string? Description { get; init; }

    public string? KmsKeyId { get; init; }

    public DateTimeOffset LastChangedDate { get; set; }

    public DateTimeOffset? LastAccessedDate { get; set; }

    public DateTimeOffset? DeletedDate { get; set; }

    /// <summary>The function that rotates it; null: none does.</summary>
    public string? RotationLambdaArn { get; set; }

    /// <summary>The region of the secret that it is a replica of; null: it is none.</summary>
    public string? PrimaryRegion { get; set; }

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public List<SecretVersionRecord> Versions { get; } = [];

    public SecretVersionRecord? Version(string versionId) => Versions.Find(version => version.VersionId == versionId);

    public SecretVersionRecord? Staged(string stage) => Versions.Find(version => version.Stages.Contains(stage));

    public SecretVersionRecord Add(string versionId, SecretContent content, DateTimeOffset now)
    {
        var version = new SecretVersionRecord { Number = ++lastNumber, VersionId = versionId, Content = content, CreatedDate = now };
        Versions.Add(version);
        return version;
    }

    /// <summary>Gives a version a stage, which another one loses; the version that loses AWSCURRENT becomes AWSPREVIOUS.</summary>
    public void Stage(string stage, SecretVersionRecord version)
    {
        var before = Staged(stage);
        if (before == version)
        {
            return;
        }

        before?.Stages.Remove(stage);
        version.Stages.Add(stage);
        if (stage == Current && before is not null)
        {
            Staged(Previous)?.Stages.Remove(Previous);
            before.Stages.Add(Previous);
        }
    }

    /// <summary>Lets go of the oldest versions without a stage that are too many.</summary>
    public void DropDeprecated()
    {
        while (Versions.Count > MostVersions && Versions.FirstOrDefault(version => version.Stages.Count == 0) is { } deprecated)
        {
            Versions.Remove(deprecated);
        }
    }

    public SandboxSecret Snapshot() => new(
        Name, Arn, Description, KmsKeyId, new EqualList<SandboxSecretVersion>(Versions.Select(version => version.Snapshot())),
        new EqualTags(Tags, StringComparer.Ordinal), CreatedDate, DeletedDate);
}
