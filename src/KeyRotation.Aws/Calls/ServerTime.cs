using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// AWS's time: the local clock, corrected by the Date headers of the last answers. Ages and waits are measured by
/// it, so that a workstation whose clock is wrong neither rotates nor removes a key too early. One answer alone is not
/// believed, and one that disagrees with the others is passed over.
/// </summary>
internal sealed class ServerTime : TimeProvider, IServerTime
{
    private const int Remembered = 5;
    private const int FewestThatAgree = 2;
    private const int MostOutliers = 1;

    /// <summary>The Date header drops fractions, so a smaller difference than this is no news.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    /// <summary>AWS's clocks may differ, and answers are under way for some time.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly TimeProvider local;
    private readonly object gate = new();

    /// <summary>How far the local clock was behind the last answers, the oldest first.</summary>
    private readonly List<TimeSpan> seen = [];

    private int answersWithoutDate;
    private bool wasAgreed;
    private TimeSpan offset;

    /// <summary>Starts with the local clock.</summary>
    /// <param name="local">The local clock, which also runs the timers.</param>
    public ServerTime(TimeProvider local) => this.local = local ?? throw new ArgumentNullException(nameof(local));

    /// <inheritdoc />
    public string? Doubt
    {
        get
        {
            lock (gate)
            {
                return Agreed() is null ? WhatWasSeen() : null;
            }
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return local.GetUtcNow() + offset;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => local.GetTimestamp();

    /// <inheritdoc />
    public override long TimestampFrequency => local.TimestampFrequency;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => local.LocalTimeZone;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        local.CreateTimer(callback, state, dueTime, period);

    internal void Observe(string? dateHeader)
    {
        lock (gate)
        {
            if (!DateTimeOffset.TryParseExact(dateHeader, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
            {
                answersWithoutDate++;
                return;
            }

            seen.Add(date - local.GetUtcNow());
            if (seen.Count > Remembered)
            {
                seen.RemoveAt(0);
            }

            TimeSpan? agreed = Agreed();
            wasAgreed |= agreed is not null;

            // In doubt, what was agreed on before counts on; before that, the latest answer is better than the local clock.
            TimeSpan news = agreed ?? (wasAgreed ? offset : seen[seen.Count - 1]);
            if (news > offset || offset - news > Resolution)
            {
                offset = news;
            }
        }
    }

    /// <summary>The latest of those that agree; null when too few do, or too many do not.</summary>
    private TimeSpan? Agreed()
    {
        for (int index = seen.Count - 1; index >= 0; index--)
        {
            TimeSpan one = seen[index];
            int agreeing = seen.Count(other => (other - one).Duration() <= Tolerance);
            if (agreeing >= FewestThatAgree && seen.Count - agreeing <= MostOutliers)
            {
                return one;
            }
        }

        return null;
    }

    private string WhatWasSeen()
    {
        DateTimeOffset now = local.GetUtcNow();
        string without = answersWithoutDate == 0 ? string.Empty : string.Format(CultureInfo.InvariantCulture, " {0} answers had no such header.", answersWithoutDate);
        return seen.Count switch
        {
            0 => "No answer had a header Date that can be read, and the clock of this machine alone is not enough." + without,
            1 => $"Only one answer had a header Date, {Text(now + seen[0])}." + without,
            _ => $"By the headers Date of the last {seen.Count.ToString(CultureInfo.InvariantCulture)} answers, it is between {Text(now + seen.Min())} and {Text(now + seen.Max())}." + without,
        };
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
