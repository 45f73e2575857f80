using System;
using System.Collections.Generic;

namespace KeyRotation.Activity;

/// <summary>Which events are looked up, and where.</summary>
public sealed record ActivityOptions
{
    /// <summary>How far back. Default: 7 days; the event history has 90.</summary>
    public TimeSpan Back { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The regions; none for that of IAM and that of the last use.</summary>
    public IReadOnlyCollection<string> Regions { get; init; } = [];

    /// <summary>Looks in every region of the partition that is known.</summary>
    public bool AllRegions { get; init; }

    /// <summary>How many events of a key are read in a region; the most recent ones. Default: 5,000.</summary>
    public int MaximumEvents { get; init; } = 5000;

    /// <summary>When keys were last used, as far as the caller knows, by their ids.</summary>
    public IReadOnlyDictionary<string, EvidenceOfUse> KnownUses { get; init; } = new Dictionary<string, EvidenceOfUse>(StringComparer.OrdinalIgnoreCase);
}
