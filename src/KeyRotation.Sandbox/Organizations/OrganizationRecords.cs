using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.Organizations;

/// <summary>The root, or a unit below it.</summary>
internal sealed record UnitRecord(string Id, string Name, string? ParentId, string Arn, string Path);

/// <summary>An account of the organization.</summary>
internal sealed class MemberRecord
{
    public required string AccountId { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required UnitRecord Parent { get; init; }

    public required DateTimeOffset Joined { get; init; }

    public SandboxAccountState State { get; set; }

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public string Path => Parent.Path + AccountId + "/";
}
