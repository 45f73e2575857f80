using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Accounts;

/// <summary>
/// Works on many accounts, some side by side. The failure of one is reported once and does not end another; what is found in an account
/// is handed on as it comes, and nothing of an account is kept when its work has ended.
/// </summary>
public sealed class AccountRound
{
    private readonly AccountRoundOptions options;
    private readonly IReport report;
    private int total;
    private int underWay;
    private int done;
    private int failed;

    /// <summary>Prepares a round.</summary>
    /// <param name="options">How.</param>
    /// <param name="report">Receives what the accounts give, their failures, and the progress of the whole.</param>
    public AccountRound(AccountRoundOptions options, IReport report)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Runs it.</summary>
    /// <typeparam name="T">What the work on an account needs.</typeparam>
    /// <param name="items">One for each account.</param>
    /// <param name="accountOf">The account of an item.</param>
    /// <param name="work">The work on one account, which reports to what it is given.</param>
    /// <param name="cancellationToken">Stops it: no account is begun any more, and the work on those that were has its own way to end.</param>
    public async Task RunAsync<T>(IReadOnlyList<T> items, Func<T, Account> accountOf, Func<T, IReport, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (items is null || accountOf is null || work is null)
        {
            throw new ArgumentNullException(items is null ? nameof(items) : accountOf is null ? nameof(accountOf) : nameof(work));
        }

        total = items.Count;
        int next = -1;

        async Task WorkAsync()
        {
            int index;
            while ((index = Interlocked.Increment(ref next)) < items.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await RunOneAsync(accountOf(items[index]), own => work(items[index], own, cancellationToken)).ConfigureAwait(false);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.AccountsAtOnce, items.Count)).Select(_ => Task.Run(WorkAsync, cancellationToken))).ConfigureAwait(false);
    }

    private async Task RunOneAsync(Account account, Func<IReport, Task> work)
    {
        Interlocked.Increment(ref underWay);
        ShowProgress();
        try
        {
            await work(new OneAccountReport(account, report)).ConfigureAwait(false);
            Interlocked.Increment(ref done);
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ResultNotTakenException))
        {
            Interlocked.Increment(ref failed);
            report.Failure(Failures.OfAccount(account, problem));
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }

        ShowProgress();
    }

    private void ShowProgress()
    {
        (int ended, int lost, int now) = (Volatile.Read(ref done), Volatile.Read(ref failed), Volatile.Read(ref underWay));
        report.Progress(new WorkProgress(options.Activity, $"{ended} accounts done, {lost} failed, {now} under way", ended + lost, total));
    }
}
