using System;

namespace KeyRotation.Retirement;

/// <summary>The guards of disabling and removing.</summary>
public sealed record RetirementOptions
{
    /// <summary>How long a superseded key must have been quiet since its replacement was verified. Default: 1 day.</summary>
    public static readonly TimeSpan DefaultUnusedFor = TimeSpan.FromDays(1);

    /// <summary>How long a key without a replacement must have been quiet. Default: 90 days, as a stale one by CIS.</summary>
    public static readonly TimeSpan DefaultDormantFor = TimeSpan.FromDays(90);

    /// <summary>How long a key must have been quiet before it is disabled; null for the defaults.</summary>
    public TimeSpan? UnusedFor { get; init; }

    /// <summary>How long a key must have been quarantined before it is removed. Default: 7 days.</summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Keeps a compromised key that no key has replaced yet, because what follows replaces it. Default: false.</summary>
    public bool KeepUntilReplaced { get; init; }

    /// <summary>Skips the guards of time and of evidence, and records that it did. Never lets an active key be deleted.</summary>
    public bool Force { get; init; }

    /// <summary>Adds to the refusal of a key that is in use who used it of late, by the event history of CloudTrail.</summary>
    public bool ShowUsers { get; init; }
}
