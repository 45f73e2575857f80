using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace KeyRotation.Users;

/// <summary>Looks up many users at once; the failure of one neither stops nor hides another's.</summary>
internal static class PerUser
{
    /// <summary>Looks up many users at once, as far as the session's limit lets it, and writes what is found in the order of the users.</summary>
    public static async Task LookUpAsync<T, TResult>(
        IReadOnlyList<T> items,
        Func<T, KeyReference> referenceOf,
        Func<T, Task<IReadOnlyList<TResult>>> lookUp,
        string activity,
        IReport report)
        where TResult : class, IResult
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
            catch (Exception problem) when (problem is not (OperationCanceledException or ResultNotTakenException))
            {
                report.Failure(Failures.Of(problem, referenceOf(items[index])));
            }
        }
    }
}
