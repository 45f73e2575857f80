using System;

namespace KeyRotation;

/// <summary>Adds to times that people and tags may write at the edge of the calendar, e.g. 9999-12-31.</summary>
internal static class TimeArithmetic
{
    /// <summary>The later of two times: a time from a clock that may be behind is never earlier than what is known to have been before it.</summary>
    public static DateTimeOffset OrLater(this DateTimeOffset time, DateTimeOffset other) => time > other ? time : other;

    /// <summary>The time later by a span; the last or first time that there is where the calendar ends before.</summary>
    public static DateTimeOffset Plus(this DateTimeOffset time, TimeSpan span) =>
        span > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue
        : span < DateTimeOffset.MinValue - time ? DateTimeOffset.MinValue
        : time + span;
}
