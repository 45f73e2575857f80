using System;
using System.Collections.Concurrent;
using System.Threading;

namespace KeyRotation.Tests.Workers;

/// <summary>A time whose timers go off when told to, once for each tick.</summary>
internal sealed class TickingTime : TimeProvider
{
    private readonly BlockingCollection<Action> timers = [];

    /// <summary>Lets the next timer go off; waits for it where it is not set yet.</summary>
    public void Tick() => timers.Take()();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        timers.Add(() => callback(state));
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public System.Threading.Tasks.ValueTask DisposeAsync() => default;
    }
}
