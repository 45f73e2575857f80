using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>A version of a parameter as the account holds it; only touched under the account's lock.</summary>
internal sealed class ParameterVersionRecord
{
    public required long Version { get; init; }

    public required string Value { get; init; }

    /// <summary>What is shown of a SecureString that is not decrypted; null for the other types.</summary>
    public required string? Ciphertext { get; init; }

    public required string? KeyId { get; init; }

    public required string? Description { get; init; }

    public required string Tier { get; init; }

    public required DateTimeOffset LastModifiedDate { get; init; }

    public required string LastModifiedUser { get; init; }

    public SandboxParameterVersion Snapshot() => new(Version, Value, KeyId, LastModifiedDate, LastModifiedUser);
}

/// <summary>A parameter as the account holds it; only touched under the account's lock.</summary>
internal sealed class ParameterRecord
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string Type { get; init; }

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Oldest first; never empty.</summary>
    public List<ParameterVersionRecord> Versions { get; } = [];

    public ParameterVersionRecord Newest => Versions[^1];

    public SandboxParameter Snapshot() => new(
        Name, Arn, Type, Newest.Value, Newest.Version, Newest.KeyId, Newest.Description, Newest.Tier, new EqualTags(Tags, StringComparer.Ordinal),
        new EqualList<SandboxParameterVersion>(Versions.Select(version => version.Snapshot())));
}
