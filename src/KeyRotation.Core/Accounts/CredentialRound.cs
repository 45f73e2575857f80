using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace KeyRotation.Accounts;

/// <summary>
/// Works with one credential after the other, where accounts or keys come with several. What goes wrong with one, foreseen or not, is an error for
/// what comes with it, and the others go on. Where there is one only, nothing can go on, and its failure is that of the run.
/// </summary>
public static class CredentialRound
{
    /// <summary>Runs it.</summary>
    /// <typeparam name="T">What comes with a credential.</typeparam>
    /// <param name="items">One for each credential.</param>
    /// <param name="connectionOf">The connection of an item, which its failure names.</param>
    /// <param name="work">The work with one of them.</param>
    /// <param name="report">Receives the failures.</param>
    /// <param name="othersFollow">Whether the run has more to do than these.</param>
    public static async Task RunAsync<T>(
        IReadOnlyCollection<T> items, Func<T, ConnectionOptions> connectionOf, Func<T, Task> work, IReport report, bool othersFollow = false)
    {
        if (items is null || connectionOf is null || work is null || report is null)
        {
            throw new ArgumentNullException(items is null ? nameof(items) : connectionOf is null ? nameof(connectionOf) : work is null ? nameof(work) : nameof(report));
        }

        foreach (T item in items)
        {
            try
            {
                await work(item).ConfigureAwait(false);
            }
            catch (Exception problem) when ((othersFollow || items.Count > 1) && problem is not (OperationCanceledException or ResultNotTakenException))
            {
                report.Failure(Failures.OfConnection(connectionOf(item), problem));
            }
        }
    }
}
