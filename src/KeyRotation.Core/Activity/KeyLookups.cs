using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Activity;

/// <summary>Looks up many keys, some side by side, and gives what is found in their order. The failure of one neither stops nor hides another's.</summary>
internal sealed class KeyLookups
{
    /// <summary>Enough for the quota, which lets two calls begin in a second, and few enough that the first key is not the last to end.</summary>
    private const int KeysAtOnce = 8;

    private readonly string activity;
    private readonly TimeProvider time;
    private readonly IReport report;
    private readonly long began;
    private int eventsRead;
    private int done;
    private int total;

    public KeyLookups(string activity, TimeProvider time, IReport report)
    {
        this.activity = activity;
        this.time = time;
        this.report = report;
        began = time.GetTimestamp();
    }

    /// <summary>Takes into account that events were read.</summary>
    public void Read(int events)
    {
        Interlocked.Add(ref eventsRead, events);
        ShowProgress();
    }

    public async Task RunAsync<TResult>(IReadOnlyList<KeyReference> keys, Func<KeyReference, Task<IReadOnlyList<TResult>>> lookUp, CancellationToken cancellationToken)
        where TResult : class, IResult
    {
        total = keys.Count;
        var limit = new CallLimit(KeysAtOnce);
        List<Task<IReadOnlyList<TResult>>> lookUps = keys.Select(key => limit.CallAsync(() => lookUp(key), cancellationToken)).ToList();
        for (int index = 0; index < keys.Count; index++)
        {
            try
            {
                IReadOnlyList<TResult> found = await lookUps[index].ConfigureAwait(false);
                if (found.Count > 0)
                {
                    await report.ResultsAsync(found).ConfigureAwait(false);
                }
            }
            catch (Exception problem) when (problem is not (OperationCanceledException or ResultNotTakenException))
            {
                report.Failure(Failures.Of(problem, keys[index]));
            }

            done = index + 1;
            ShowProgress();
        }
    }

    private void ShowProgress()
    {
        int left = total - done;
        string remaining = done == 0 || left == 0 ? string.Empty : $", about {Failures.Span(TimeSpan.FromTicks(time.GetElapsedTime(began).Ticks / done * left))} left";
        report.Progress(new WorkProgress(activity, string.Format(CultureInfo.InvariantCulture, "{0:N0} events read{1}", eventsRead, remaining), done, total));
    }
}
