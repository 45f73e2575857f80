using System;
using System.Threading;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>A clock that waits for nothing: a timer moves it to its due time and fires.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private long ticks;

    /// <summary>Called at the beginning of every wait.</summary>
    public Action? OnWait { get; set; }

    /// <summary>How much time has passed.</summary>
    public TimeSpan Passed => new(Interlocked.Read(ref ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            OnWait?.Invoke();
            Interlocked.Add(ref ticks, dueTime.Ticks);
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
