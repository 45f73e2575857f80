using System;
using KeyRotation.Retirement;

namespace KeyRotation.Status;

/// <summary>The times that decide what is due.</summary>
public sealed record StatusOptions
{
    /// <summary>From which age on a key is stale. Default: 90 days.</summary>
    public TimeSpan OlderThan { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a superseded key must have been quiet. Default: 1 day.</summary>
    public TimeSpan UnusedFor { get; init; } = RetirementOptions.DefaultUnusedFor;

    /// <summary>How long a key must have been quarantined. Default: 7 days.</summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Gives every key of the account. Those with which nothing is going on come from the credential report alone, without their ids and without a further call.</summary>
    public bool All { get; init; }
}
