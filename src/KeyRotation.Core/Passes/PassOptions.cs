using System;
using KeyRotation.Retirement;
using KeyRotation.Rotation;

namespace KeyRotation.Passes;

/// <summary>What a pass over an account does, and when it is due.</summary>
public sealed record PassOptions
{
    /// <summary>When a superseded key is disabled and a quarantined one removed.</summary>
    public RetirementOptions Retirement { get; init; } = new();

    /// <summary>From how many days without use on a key is disabled that has no replacement; null, the default, for never.</summary>
    public TimeSpan? DormantFor { get; init; }

    /// <summary>From which age on a key is rotated, and how.</summary>
    public RotationOptions Rotation { get; init; } = new();
}
