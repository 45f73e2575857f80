using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Rotation;

/// <summary>
/// Runs work for many users at once: one user's work in order, different users' side by side, and the failure
/// of one neither stops nor hides another's.
/// </summary>
internal static class PerUser
{
    public static Task ForEachAsync<T>(
        IEnumerable<T> items,
        Func<T, KeyReference> referenceOf,
        Func<T, Task> work,
        IReport report,
        CancellationToken cancellationToken) => Task.WhenAll(items
            .GroupBy(item => referenceOf(item).UserName, StringComparer.OrdinalIgnoreCase)
            .Select(group => InOrderAsync(group, referenceOf, work, report, cancellationToken))
            .ToList());

    /// <summary>Looks up many users at once, as far as the session's limit lets it, and writes what is found in the order of the users.</summary>
    public static async Task LookUpAsync<T, TResult>(
        IReadOnlyList<T> items,
        Func<T, KeyReference> referenceOf,
        Func<T, Task<IReadOnlyList<TResult>>> lookUp,
        string activity,
        IReport report)
        where TResult : class
    {
        List<Task<IReadOnlyList<TResult>>> lookUps = items.Select(lookUp).ToList();
        for (int index = 0; index < items.Count; index++)
        {
            report.Progress(new WorkProgress(activity, referenceOf(items[index]).UserName, index, items.Count));
            try
            {
                IReadOnlyList<TResult> found = await lookUps[index].ConfigureAwait(false);
                if (found.Count > 0)
                {
                    await report.ResultsAsync(found).ConfigureAwait(false);
                }
            }
            catch (KeyRotationException failure)
            {
                report.Failure(failure);
            }
            catch (ServiceException problem)
            {
                report.Failure(Failures.Service(problem, referenceOf(items[index])));
            }
        }
    }

    private static async Task InOrderAsync<T>(
        IEnumerable<T> items,
        Func<T, KeyReference> referenceOf,
        Func<T, Task> work,
        IReport report,
        CancellationToken cancellationToken)
    {
        foreach (T item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await work(item).ConfigureAwait(false);
            }
            catch (KeyRotationException failure)
            {
                report.Failure(failure);
            }
            catch (ServiceException problem)
            {
                report.Failure(Failures.Service(problem, referenceOf(item)));
            }
        }
    }
}
