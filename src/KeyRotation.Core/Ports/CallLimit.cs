using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>
/// Limits the calls under way. The limit sits on the calls and not on the rotations, so that one that waits for its
/// new key to be known takes no place.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never taken holds nothing to release.")]
internal sealed class CallLimit
{
    private readonly SemaphoreSlim places;

    public CallLimit(int callsInFlight) => places = new SemaphoreSlim(callsInFlight, callsInFlight);

    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    public Task<bool> CallAsync(Func<Task> call, CancellationToken cancellationToken) => CallAsync(
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
