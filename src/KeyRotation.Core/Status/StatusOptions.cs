using System;
using System.Collections.Generic;
using KeyRotation.Delivery;
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

    /// <summary>The destinations that are asked which key they hold; null, the default, for none.</summary>
    public IDestinationMap? DestinationMap { get; init; }

    /// <summary>The names of these destinations, in the same order; null for their kinds.</summary>
    public Func<UserToPlace, IReadOnlyList<string>>? PlacesOf { get; init; }
}
