using System;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Activity;

/// <summary>
/// Keeps look-ups to the quota of CloudTrail: two a second in an account and region. A call that was throttled or failed is repeated,
/// at the same pace. Accounts and regions do not wait for each other. Safe for many threads.
/// </summary>
public sealed class LookupPace
{
    private const int CallsAtOnce = 2;
    private const int MostRepeatsWhenThrottled = 6;
    private const int MostRepeatsOtherwise = 2;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string AccountId, string Region), Places> places = new();
    private readonly TimeProvider time;

    /// <summary>Prepares it.</summary>
    /// <param name="time">Measures the waits.</param>
    public LookupPace(TimeProvider time) => this.time = time ?? throw new ArgumentNullException(nameof(time));

    internal async Task<T> CallAsync<T>(string accountId, string region, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        Places own = places.GetOrAdd((accountId, region), _ => new Places());
        TimeSpan pause = FirstPause;
        for (int repeats = 0; ; repeats++)
        {
            try
            {
                return await CallOnceAsync(own, call, cancellationToken).ConfigureAwait(false);
            }
            catch (ServiceException problem) when (repeats < MostRepeatsAfter(problem))
            {
                await time.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
                pause += pause;
            }
        }
    }

    private static int MostRepeatsAfter(ServiceException problem) => problem.Kind switch
    {
        ServiceErrorKind.Throttled => MostRepeatsWhenThrottled,
        ServiceErrorKind.ServiceFailure or ServiceErrorKind.NoAnswer => MostRepeatsOtherwise,
        _ => 0,
    };

    private async Task<T> CallOnceAsync<T>(Places own, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await own.Free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (own.Rested.TryDequeue(out long ended) && Rest - time.GetElapsedTime(ended) is { Ticks: > 0 } wait)
            {
                await time.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            }

            return await call().ConfigureAwait(false);
        }
        finally
        {
            // From its end on and not from its beginning: how long a call is under way before AWS counts it is not known.
            own.Rested.Enqueue(time.GetTimestamp());
            own.Free.Release();
        }
    }

    [SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never taken holds nothing to release.")]
    private sealed class Places
    {
        public SemaphoreSlim Free { get; } = new(CallsAtOnce, CallsAtOnce);

        /// <summary>When the last call of each place ended.</summary>
        public ConcurrentQueue<long> Rested { get; } = new();
    }
}
