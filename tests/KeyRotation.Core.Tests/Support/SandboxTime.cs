using System;
using System.Threading;
using KeyRotation.Sandbox;

namespace KeyRotation.Tests.Support;

/// <summary>A clock that waits for nothing: a timer moves the sandbox's clock to its due time and fires.</summary>
public sealed class SandboxTime : TimeProvider
{
    private readonly SandboxClock clock;

    public SandboxTime(SandboxClock clock) => this.clock = clock;

    /// <summary>How wrong this workstation's clock is.</summary>
    public TimeSpan Wrong { get; set; }

    /// <summary>Called at the beginning of every wait.</summary>
    public Action? OnWait { get; set; }

    public override DateTimeOffset GetUtcNow() => clock.UtcNow + Wrong;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => clock.UtcNow.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            OnWait?.Invoke();
            clock.Advance(dueTime);
        }

        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
