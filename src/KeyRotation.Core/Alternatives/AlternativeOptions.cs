using System.Collections.Generic;
using KeyRotation.Activity;

namespace KeyRotation.Alternatives;

/// <summary>What is looked up of keys before their alternatives are decided.</summary>
public sealed record AlternativeOptions
{
    /// <summary>Which events are looked up; null for none.</summary>
    public ActivityOptions? Activity { get; init; }

    /// <summary>Who signs with keys, as far as the caller knows.</summary>
    public IReadOnlyCollection<KeyActivity> KnownActivities { get; init; } = [];
}
