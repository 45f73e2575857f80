using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Notices;

/// <summary>Which steps that are due, or that lie ahead, are noticed: each once at each of some numbers of days before.</summary>
internal sealed class DueWarnings
{
    private readonly IReadOnlyList<int> daysAhead;

    public DueWarnings(IReadOnlyList<int> daysAhead) => this.daysAhead = daysAhead;

    /// <summary>
    /// Whether it is too early to notice a line. Without numbers of days that is a key which is due for rotation some day, as every key is: nothing has happened to it.
    /// </summary>
    public bool IsTooEarly(NoticeLine line) =>
        line.Due is { IsAhead: true } due && (daysAhead.Count > 0 ? due.DaysLeft > daysAhead.Max() : due.Name == DueStep.Rotate);

    /// <summary>The number of days at which a line is noticed once; null where it is noticed each time.</summary>
    public int? DaysOf(NoticeLine line) => line.Due switch
    {
        null => null,
        { IsAhead: true } due when daysAhead.Any(days => due.DaysLeft <= days) => daysAhead.Where(days => due.DaysLeft <= days).Min(),
        { IsAhead: false } when daysAhead.Contains(0) => 0,
        _ => null,
    };

    /// <summary>Whether a line was noticed before, at the same number of days or a smaller one.</summary>
    public bool WasNoticed(NoticeLine line, NoticedUser? user) =>
        line.Due is DueStep due && user is not null && DaysOf(line) is int days && user.Noticed.Has(due.Created, due.Name, due.At, days, Math.Max(1, daysAhead.Max()));
}
