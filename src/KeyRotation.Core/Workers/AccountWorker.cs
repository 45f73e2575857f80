using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Workers;

/// <summary>
/// Takes accounts from a queue, some side by side, passes over each and answers the workflow that waits for it. One of many on as many
/// machines: what a worker that dies leaves is handed out again, and an account that two have at once is worked on without harm.
/// </summary>
public sealed class AccountWorker
{
    private readonly IQueuedAccounts queue;
    private readonly WorkerOptions options;
    private readonly IReport report;
    private readonly TimeProvider time;
    private readonly AccountTurn turn;
    private readonly WorkerCount count;

    /// <summary>Prepares a worker.</summary>
    /// <param name="queue">Hands out accounts.</param>
    /// <param name="tasks">Takes the answers.</param>
    /// <param name="options">How.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="report">Receives a <see cref="RotationSummary"/> for each account, and failures.</param>
    public AccountWorker(IQueuedAccounts queue, IWorkflowTasks tasks, WorkerOptions options, TimeProvider time, IReport report)
    {
        this.queue = queue ?? throw new ArgumentNullException(nameof(queue));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.time = time ?? throw new ArgumentNullException(nameof(time));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        turn = new AccountTurn(queue, tasks ?? throw new ArgumentNullException(nameof(tasks)), options.Hidden, time, report);
        count = new WorkerCount(options.MaxAccounts, options.IdleTimeout, time);
    }

    /// <summary>The accounts that were under way when the work was stopped, and can be received again.</summary>
    public IReadOnlyCollection<string> GivenBack => turn.GivenBack;

    /// <summary>Works until enough is done, the queue has been empty for long enough, or it is stopped.</summary>
    /// <param name="accountOf">The account that a message hands out.</param>
    /// <param name="pass">Passes over one account, and gives what was done.</param>
    /// <param name="cancellationToken">Stops it: no account is begun, and those under way are finished or undone and given back.</param>
    /// <exception cref="KeyRotationException">The queue does not exist.</exception>
    /// <exception cref="ServiceException">The queue or the workflow may not be used.</exception>
    public async Task RunAsync(Func<ListedAccount, Account> accountOf, Func<Account, IReport, CancellationToken, Task<RotationSummary>> pass, CancellationToken cancellationToken)
    {
        if (accountOf is null || pass is null)
        {
            throw new ArgumentNullException(accountOf is null ? nameof(accountOf) : nameof(pass));
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, options.AccountsAtOnce).Select(_ => Task.Run(() => WorkAsync(accountOf, pass, ending), cancellationToken))).ConfigureAwait(false);
    }

    private async Task WorkAsync(Func<ListedAccount, Account> accountOf, Func<Account, IReport, CancellationToken, Task<RotationSummary>> pass, CancellationTokenSource ending)
    {
        try
        {
            while (count.TryTakePlace())
            {
                try
                {
                    await WorkOnceAsync(accountOf, pass, ending.Token).ConfigureAwait(false);
                }
                finally
                {
                    count.LeavePlace();
                }
            }
        }
        catch
        {
            // What ends one of them ends the worker; the others finish or undo what they have begun.
            ending.Cancel();
            throw;
        }
    }

    private async Task WorkOnceAsync(Func<ListedAccount, Account> accountOf, Func<Account, IReport, CancellationToken, Task<RotationSummary>> pass, CancellationToken cancellationToken)
    {
        if (await ReceiveAsync(cancellationToken).ConfigureAwait(false) is not QueuedAccount message)
        {
            return;
        }

        bool wasWorkedOn = false;
        count.Begin();
        ShowProgress();
        try
        {
            wasWorkedOn = await turn.TakeAsync(message, accountOf, pass, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            count.End(wasWorkedOn);
        }

        ShowProgress();
    }

    private void ShowProgress() => report.Progress(new WorkProgress("Working on accounts from a queue", count.ToString(), count.Done, options.MaxAccounts ?? 0));

    private async Task<QueuedAccount?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await queue.ReceiveAsync(count.LongestWait, options.Hidden, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind is ServiceErrorKind.NotFound or ServiceErrorKind.InvalidInput)
        {
            throw WorkerFailures.QueueNotFound(options.Queue, problem);
        }
        catch (ServiceException problem) when (problem.IsUnclear || problem.Kind is ServiceErrorKind.Throttled)
        {
            report.Warning($"The queue {options.Queue} does not answer, and is asked again ({problem.Action}: {Failures.Sentence(problem.Message)})");
            await time.WaitAsync(options.WaitAfterTrouble, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
