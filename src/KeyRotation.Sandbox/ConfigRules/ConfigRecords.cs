using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.ConfigRules;

/// <summary>A configuration recorder.</summary>
internal sealed record RecorderRecord(bool IsRecording, bool RecordsUsers)
{
    public string Name { get; init; } = "default";
}

/// <summary>What rules look at: the users as the credential report of that time has them.</summary>
internal sealed record ConfigSnapshot(DateTimeOffset At, IReadOnlyList<ReportedUser> Users, bool RootHasAccessKey);

/// <summary>A user in a credential report.</summary>
/// <param name="UserId">Its unique id.</param>
/// <param name="KeysCreated">When each of its active keys was created.</param>
/// <param name="LastUses">When its password and each of its active keys was last used; when it was made where it never was.</param>
internal sealed record ReportedUser(string UserId, IReadOnlyList<DateTimeOffset> KeysCreated, IReadOnlyList<DateTimeOffset> LastUses);

/// <summary>What a rule said of a resource.</summary>
internal sealed record EvaluationRecord(string ResourceType, string ResourceId, bool IsCompliant);

/// <summary>A rule with what it said when it last ran.</summary>
internal sealed record RuleRecord(string Name, string Id, string Arn, string SourceIdentifier, string InputParameters)
{
    public string? Description { get; init; }

    public string? Frequency { get; init; }

    public string? CreatedBy { get; init; }

    public DateTimeOffset FirstActivated { get; init; }

    public DateTimeOffset LastRun { get; init; }

    public IReadOnlyList<EvaluationRecord> Evaluations { get; init; } = [];
}
