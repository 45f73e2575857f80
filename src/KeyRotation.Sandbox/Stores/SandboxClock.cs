using System;
using System.Diagnostics;

namespace KeyRotation.Sandbox;

/// <summary>The sandbox's time: what AWS would answer in its Date header. It can be moved forwards, never back. Safe for many threads.</summary>
public sealed class SandboxClock
{
    private readonly object gate = new();
    private readonly DateTimeOffset start;
    private readonly bool runs;
    private readonly long startStamp;
    private TimeSpan advanced;

    internal SandboxClock(DateTimeOffset start, bool runs)
    {
        this.start = start.ToUniversalTime();
        this.runs = runs;
        startStamp = Stopwatch.GetTimestamp();
    }

    /// <summary>The time now, UTC.</summary>
    public DateTimeOffset UtcNow
    {
        get
        {
            lock (gate)
            {
                return Read();
            }
        }
    }

    /// <summary>Moves the clock forwards.</summary>
    /// <param name="by">How far; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative, or leads beyond the year 9999.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (gate)
        {
            // A day is left over so that a running clock and the times reckoned from it stay within range.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(by, DateTimeOffset.MaxValue - TimeSpan.FromDays(1) - Read());
            advanced += by;
        }
    }

    /// <summary>A time as AWS keeps it: UTC, without fractions of a second.</summary>
    internal static DateTimeOffset WholeSeconds(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return new DateTimeOffset(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    // The machine's wall clock may be set back while the sandbox runs; the stopwatch may not.
    private DateTimeOffset Read() => start + advanced + (runs ? Stopwatch.GetElapsedTime(startStamp) : TimeSpan.Zero);
}
