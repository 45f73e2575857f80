using System;
using System.Threading;
using KeyRotation.Sandbox;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>AWS's time as the connection knows it, whose waits move the sandbox's clock and end at once, on the same thread: so a schedule runs the same each time.</summary>
internal sealed class ImmediateTime : TimeProvider
{
    private readonly TimeProvider inner;
    private readonly SandboxClock clock;

    public ImmediateTime(TimeProvider inner, SandboxClock clock)
    {
        this.inner = inner;
        this.clock = clock;
    }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            clock.Advance(dueTime);
        }

        callback(state);
        return new Rung();
    }

    private sealed class Rung : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public System.Threading.Tasks.ValueTask DisposeAsync() => default;
    }
}
