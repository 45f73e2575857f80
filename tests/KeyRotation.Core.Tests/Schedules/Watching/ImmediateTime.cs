using System;
using System.Threading;
using KeyRotation.Tests.Schedules.Running;

namespace KeyRotation.Tests.Schedules.Watching;

/// <summary>AWS's time as the connection knows it, whose waits move the sandbox's clock and end at once, on the same thread: so a schedule runs the same each time.</summary>
internal sealed class ImmediateTime : TimeProvider
{
    private readonly TimeProvider inner;
    private readonly LateWork late;

    public ImmediateTime(TimeProvider inner, LateWork late)
    {
        this.inner = inner;
        this.late = late;
    }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            late.Pass(dueTime);
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
