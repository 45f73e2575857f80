using System;
using System.Globalization;
using System.Threading;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// AWS's time: the local clock, corrected by the Date header of the latest answer. Ages and waits are measured by
/// it, so that a workstation whose clock is wrong neither rotates nor removes a key too early.
/// </summary>
internal sealed class ServerTime : TimeProvider
{
    /// <summary>The Date header drops fractions, so a smaller difference than this is no news.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(2);

    private readonly TimeProvider local;
    private long offsetTicks;

    /// <summary>Starts with the local clock.</summary>
    /// <param name="local">The local clock, which also runs the timers.</param>
    public ServerTime(TimeProvider local) => this.local = local ?? throw new ArgumentNullException(nameof(local));

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => local.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

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
        if (!DateTimeOffset.TryParseExact(dateHeader, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            return;
        }

        long seen = (date - local.GetUtcNow()).Ticks;
        long known = Interlocked.Read(ref offsetTicks);
        if (seen > known || known - seen > Resolution.Ticks)
        {
            Interlocked.Exchange(ref offsetTicks, seen);
        }
    }
}
