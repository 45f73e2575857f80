using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Notices;

/// <summary>Who is noticed, when, and in which words.</summary>
public sealed record NoticeOptions
{
    /// <summary>Who gets what has no owner; null for nobody.</summary>
    public string? DefaultRecipient { get; init; }

    /// <summary>
    /// The numbers of days before a due day at which a step that lies ahead is noticed, once each; empty to notice everything but rotations that lie ahead. With 0 in it a step
    /// that is due is noticed once as well; without, each time.
    /// </summary>
    public IReadOnlyList<int> DaysAhead { get; init; } = [];

    /// <summary>Makes another text of a notice; null for the text as it is.</summary>
    public Func<Notice, CancellationToken, Task<string>>? Template { get; init; }
}
