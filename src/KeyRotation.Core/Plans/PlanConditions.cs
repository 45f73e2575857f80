using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Passes;
using KeyRotation.Retirement;

namespace KeyRotation.Plans;

/// <summary>What was due when a plan was made: the parameters that decide it.</summary>
/// <param name="Days">From which age on a key is rotated, in days.</param>
/// <param name="UnusedFor">How long a superseded key must have been quiet.</param>
/// <param name="QuarantineDays">How many days a key must have been quarantined.</param>
/// <param name="UnusedForDays">From how many days without use on a key is dormant; null for never.</param>
public sealed record PlanConditions(double Days, TimeSpan UnusedFor, double QuarantineDays, double? UnusedForDays)
{
    /// <summary>The conditions of a pass.</summary>
    /// <param name="options">The pass.</param>
    public static PlanConditions Of(PassOptions options) => options is null
        ? throw new ArgumentNullException(nameof(options))
        : new(options.Rotation.OlderThan.TotalDays, options.Retirement.UnusedFor ?? RetirementOptions.DefaultUnusedFor, options.Retirement.Quarantine.TotalDays, options.DormantFor?.TotalDays);

    /// <summary>What is not as in another plan, by the names of the parameters.</summary>
    internal IEnumerable<string> DifferencesFrom(PlanConditions other) => new (string Name, object? Own, object? Other)[]
    {
        ("-Days", Days, other.Days),
        ("-UnusedFor", UnusedFor, other.UnusedFor),
        ("-QuarantineDays", QuarantineDays, other.QuarantineDays),
        ("-UnusedForDays", UnusedForDays, other.UnusedForDays),
    }.Where(item => !Equals(item.Own, item.Other)).Select(item => item.Own is null ? $"no {item.Name}" : FormattableString.Invariant($"{item.Name} {item.Own}"));
}
