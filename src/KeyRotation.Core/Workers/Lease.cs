using System;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Workers;

/// <summary>
/// Keeps an account with this worker while it works: the message hidden from others, and the workflow waiting. When the worker dies, nothing
/// renews either, and the account is handed out again.
/// </summary>
internal sealed class Lease : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly IQueuedAccounts queue;
    private readonly IWorkflowTasks tasks;
    private readonly TakenAccount taken;
    private readonly TimeSpan hidden;
    private readonly TimeProvider time;
    private readonly IReport report;
    private readonly Task renewing;

    public Lease(IQueuedAccounts queue, IWorkflowTasks tasks, TakenAccount taken, TimeSpan hidden, TimeProvider time, IReport report)
    {
        this.queue = queue;
        this.tasks = tasks;
        this.taken = taken;
        this.hidden = hidden;
        this.time = time;
        this.report = report;
        renewing = Task.Run(RenewAsync);
    }

    /// <summary>Ends it: nothing is renewed after this.</summary>
    public async Task EndAsync()
    {
        ended.Cancel();
        await renewing.ConfigureAwait(false);
    }

    public void Dispose() => ended.Dispose();

    private async Task RenewAsync()
    {
        bool isHidden = true;
        bool isAwaited = true;
        try
        {
            while (isHidden || isAwaited)
            {
                await time.WaitAsync(TimeSpan.FromTicks(hidden.Ticks / 3), ended.Token).ConfigureAwait(false);
                isHidden = isHidden && await RenewAsync(() => queue.HideAsync(taken.Message, hidden, ended.Token), "its message is not hidden from others any more").ConfigureAwait(false);
                isAwaited = isAwaited && await RenewAsync(() => tasks.HeartbeatAsync(taken.TaskToken, ended.Token), "its state machine does not wait for it any more").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    /// <returns>Whether to renew it again.</returns>
    private async Task<bool> RenewAsync(Func<Task> renew, string lost)
    {
        try
        {
            await renew().ConfigureAwait(false);
            return true;
        }
        catch (ServiceException problem) when (problem.IsUnclear || problem.Kind == ServiceErrorKind.Throttled)
        {
            report.Verbose($"{taken.Account}: {problem.Action} failed and is tried again: {problem.Message}");
            return true;
        }
        catch (ServiceException problem)
        {
            report.Warning($"The work on {taken.Account} goes on, but {lost} ({problem.Action}: {Failures.Sentence(problem.Message)}) Another worker may be at it too, which does nothing twice.");
            return false;
        }
    }
}
