using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Users;

namespace KeyRotation.Workers;

/// <summary>What happens to one message: its account is passed over, its workflow answered, and it is deleted.</summary>
internal sealed class AccountTurn
{
    private static readonly TimeSpan TimeToGiveBack = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<string> givenBack = new();
    private readonly IQueuedAccounts queue;
    private readonly IWorkflowTasks tasks;
    private readonly TimeSpan hidden;
    private readonly TimeProvider time;
    private readonly IReport report;

    public AccountTurn(IQueuedAccounts queue, IWorkflowTasks tasks, TimeSpan hidden, TimeProvider time, IReport report)
    {
        this.queue = queue;
        this.tasks = tasks;
        this.hidden = hidden;
        this.time = time;
        this.report = report;
    }

    /// <summary>The accounts that were given back.</summary>
    public IReadOnlyCollection<string> GivenBack => givenBack;

    /// <returns>Whether the account was passed over.</returns>
    public async Task<bool> TakeAsync(QueuedAccount message, Func<ListedAccount, Account> accountOf, Func<Account, IReport, CancellationToken, Task<RotationSummary>> pass, CancellationToken cancellationToken)
    {
        try
        {
            var taken = TakenAccount.Of(message, accountOf);
            if (!await IsAwaitedAsync(taken, cancellationToken).ConfigureAwait(false))
            {
                await DeleteAsync(taken, cancellationToken).ConfigureAwait(false);
                return false;
            }

            (RotationSummary? summary, KeyRotationException? failure) = await PassAsync(taken, pass, cancellationToken).ConfigureAwait(false);
            await AnswerAsync(taken, summary, failure, cancellationToken).ConfigureAwait(false);
            await ShowAsync(summary, failure).ConfigureAwait(false);
            return true;
        }
        catch (KeyRotationException failure)
        {
            report.Failure(failure);
            return false;
        }
        catch (Exception problem) when (problem is OperationCanceledException or ResultNotTakenException or ServiceException)
        {
            await GiveBackAsync(message).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether the workflow still waits: of a message that comes again, somebody else may have answered.</summary>
    private async Task<bool> IsAwaitedAsync(TakenAccount taken, CancellationToken cancellationToken)
    {
        try
        {
            await tasks.HeartbeatAsync(taken.TaskToken, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            report.Warning($"The {taken.Message} for {taken.Account} is deleted without a pass: its state machine does not wait for it any more ({problem.Code}).");
            return false;
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.InvalidInput)
        {
            throw WorkerFailures.MessageUnreadable(taken.Message, $"Step Functions does not know its task token ({problem.Code})");
        }
        catch (ServiceException problem) when (problem.IsUnclear || problem.Kind == ServiceErrorKind.Throttled)
        {
            report.Verbose($"{taken.Account}: {problem.Action} failed and is tried again: {problem.Message}");
            return true;
        }
    }

    private async Task<(RotationSummary? Summary, KeyRotationException? Failure)> PassAsync(
        TakenAccount taken, Func<Account, IReport, CancellationToken, Task<RotationSummary>> pass, CancellationToken cancellationToken)
    {
        using var lease = new Lease(queue, tasks, taken, hidden, time, report);
        try
        {
            return (await pass(taken.Account, new OneAccountReport(taken.Account, report), cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ResultNotTakenException))
        {
            return (null, Failures.OfAccount(taken.Account, problem));
        }
        finally
        {
            await lease.EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Answers and deletes. What is done is answered also when the worker is being stopped.</summary>
    private async Task AnswerAsync(TakenAccount taken, RotationSummary? summary, KeyRotationException? failure, CancellationToken cancellationToken)
    {
        using var grace = new GracePeriod(cancellationToken);
        try
        {
            await (failure is null
                ? tasks.SucceedAsync(taken.TaskToken, summary!, grace.Token)
                : tasks.FailAsync(taken.TaskToken, failure.ErrorId, failure.Message, grace.Token)).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            report.Warning($"The pass over {taken.Account} has ended, and its state machine does not wait for the answer any more ({problem.Code}). Let HeartbeatSeconds of the state be longer than -VisibilityTimeout.");
        }
        catch (ServiceException problem)
        {
            report.Failure(WorkerFailures.NotAnswered(taken.Account, problem));
            return;
        }

        await DeleteAsync(taken, grace.Token).ConfigureAwait(false);
    }

    private async Task DeleteAsync(TakenAccount taken, CancellationToken cancellationToken)
    {
        try
        {
            await queue.DeleteAsync(taken.Message, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem)
        {
            report.Warning($"The {taken.Message} for {taken.Account} could not be deleted, and comes again ({problem.Action}: {Failures.Sentence(problem.Message)}) The worker that gets it finds that it was answered, and deletes it.");
        }
    }

    private async Task ShowAsync(RotationSummary? summary, KeyRotationException? failure)
    {
        if (failure is not null)
        {
            report.Failure(failure);
        }
        else
        {
            await report.ResultAsync(summary!).ConfigureAwait(false);
        }
    }

    private async Task GiveBackAsync(QueuedAccount message)
    {
        using var limit = new CancellationTokenSource(TimeToGiveBack);
        try
        {
            await queue.HideAsync(message, TimeSpan.Zero, limit.Token).ConfigureAwait(false);
            givenBack.Enqueue(message.AccountId ?? message.MessageId);
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            // It comes again by itself when its time ends.
            report.Verbose($"The {message} could not be given back: {problem.Message}");
        }
    }
}
