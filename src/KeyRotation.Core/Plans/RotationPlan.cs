using System;
using System.Collections.Generic;
using KeyRotation.Plans;

namespace KeyRotation;

/// <summary>What a pass would do, written down so that it can be approved and then carried out unchanged.</summary>
public sealed record RotationPlan
{
    /// <summary>The file.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The SHA-256 hash of all that the plan says, e.g. <c>sha256:9f86…</c>. Who approves the plan approves this.</summary>
    public string Hash => PlanText.HashOf(this);

    /// <summary>When it was made, by AWS's clock, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be carried out, by AWS's clock, UTC.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The steps, in the order in which they are taken.</summary>
    public IReadOnlyList<PlanStep> Steps
    {
        get;
        init => field = new TextList<PlanStep>(value);
    } = new TextList<PlanStep>([]);

    /// <summary>What was due.</summary>
    public required PlanConditions Conditions { get; init; }

    /// <summary>The plan in one line.</summary>
    public override string ToString() => $"{Path}: {Steps.Count} steps, {Hash}";
}
