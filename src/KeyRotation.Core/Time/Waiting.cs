using System;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>Waits by a given clock.</summary>
internal static class Waiting
{
    public static Task WaitAsync(this TimeProvider time, TimeSpan span, CancellationToken cancellationToken) =>
#if NET8_0_OR_GREATER
        Task.Delay(span, time, cancellationToken);
#else
        time.Delay(span, cancellationToken);
#endif
}
