using System;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>Waits by a given clock.</summary>
public static class Waiting
{
    /// <summary>Waits for a time span.</summary>
    /// <param name="time">The clock that measures it.</param>
    /// <param name="span">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task WaitAsync(this TimeProvider time, TimeSpan span, CancellationToken cancellationToken) =>
#if NET8_0_OR_GREATER
        Task.Delay(span, time, cancellationToken);
#else
        time.Delay(span, cancellationToken);
#endif
}
