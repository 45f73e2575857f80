using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.CredentialReports;

namespace KeyRotation.Steps;

/// <summary>
/// Takes the steps of some rules on many users: plans, asks in the order of the users, and carries out what was agreed
/// to. Users are worked on side by side, each through all its steps before another one begins in its place.
/// </summary>
public sealed class StepRunner
{
    private readonly AccountSession account;
    private readonly IReadOnlyList<StepRule> rules;
    private readonly StepRunnerOptions options;
    private readonly IReport report;

    /// <summary>Prepares a run.</summary>
    /// <param name="account">The account.</param>
    /// <param name="rules">The rules, in the order of their steps.</param>
    /// <param name="options">How.</param>
    /// <param name="report">Receives keys, failures and warnings, and is asked before each step.</param>
    public StepRunner(AccountSession account, IReadOnlyList<StepRule> rules, StepRunnerOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.rules = rules ?? throw new ArgumentNullException(nameof(rules));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Runs.</summary>
    /// <param name="targets">The users and keys; none for the whole account.</param>
    /// <param name="cancellationToken">Stops it: a step that has begun is finished or undone.</param>
    /// <exception cref="KeyRotationException">The users of the account cannot be found.</exception>
    public async Task RunAsync(IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken)
    {
        if (targets is null)
        {
            throw new ArgumentNullException(nameof(targets));
        }

        if (options.Approved?.Visit(account.AccountId) == false)
        {
            report.Verbose($"The plan has no step in account {account.AccountId}.");
            return;
        }

        bool areNamed = targets.Count > 0;
        var uses = new KnownUses(options.SeenUses);
        IReadOnlyCollection<KeyTarget> all = areNamed ? targets : await FindAsync(uses, cancellationToken).ConfigureAwait(false);
        using var round = new Round(this, all.GroupBy(target => target.UserName, StringComparer.OrdinalIgnoreCase)
            .Where(user => options.Approved?.Concerns(account.AccountId, user.Key) != false)
            .Select(user => new UserRun(account, rules, user.Distinct().ToList(), areNamed, step => Describe(step, uses), options, report))
            .ToList());
        RequireValid();
        await round.RunAsync(cancellationToken).ConfigureAwait(false);
        foreach (PlanStep step in options.Approved?.TakeLeftOver(account.AccountId) ?? [])
        {
            report.Failure(ApprovalFailures.NotDue(step));
        }
    }

    private (PlanStep Step, string Target) Describe(PlannedStep step, KnownUses uses)
    {
        IReadOnlyList<string>? destinations = step.Kind == StepKind.Rotate ? options.DestinationsOf?.Invoke(step.Before.ToPlace()) : [];
        EvidenceOfUse? use = uses.Of(step);
        string target = StepText.TargetOf(step, use, destinations);
        if (StepText.SmtpWarningOf(step, use) is string warning)
        {
            report.Warning(warning);
        }

        return (StepText.ToPlanStep(step, target, destinations), target);
    }

    /// <summary>After the first answers: then AWS's time is known.</summary>
    private void RequireValid()
    {
        if (options.Approved is { } approved && account.Time.GetUtcNow() > approved.ValidUntil)
        {
            throw ApprovalFailures.Expired(approved.ValidUntil);
        }
    }

    private async Task<IReadOnlyList<KeyTarget>> FindAsync(KnownUses uses, CancellationToken cancellationToken)
    {
        (IReadOnlyList<KeyTarget> found, AccountReport? reported) = await AccountUsers.FindWithReportAsync(
            account,
            row => rules.Any(rule => rule.MayConcern(row)),
            rules.Min(rule => rule.ReportMayBeOld),
            report,
            cancellationToken).ConfigureAwait(false);
        uses.Add(reported?.Rows ?? []);
        return found;
    }

    /// <summary>All users of one run.</summary>
    private sealed class Round : IDisposable
    {
        private readonly StepRunner runner;
        private readonly IReadOnlyList<UserRun> users;
        private readonly SemaphoreSlim places;
        private readonly TaskCompletionSource<bool> allWereAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int done;

        public Round(StepRunner runner, IReadOnlyList<UserRun> users)
        {
            this.runner = runner;
            this.users = users;
            places = new SemaphoreSlim(runner.options.UsersAtOnce, runner.options.UsersAtOnce);
        }

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var running = new List<Task>();
            Task wereAsked = Task.CompletedTask;
            try
            {
                foreach (UserRun user in users)
                {
                    await places.WaitAsync(cancellationToken).ConfigureAwait(false);
                    Task asked = user.PlanAndAskAsync(wereAsked, cancellationToken);
                    wereAsked = Task.WhenAll(wereAsked, asked);
                    running.Add(RunAsync(user, asked, cancellationToken));
                }

                await wereAsked.ConfigureAwait(false);
            }
            finally
            {
                // What has begun is finished or undone, also when no more is begun.
                allWereAsked.TrySetResult(true);
                await Task.WhenAll(running).ConfigureAwait(false);
            }
        }

        public void Dispose() => places.Dispose();

        private async Task RunAsync(UserRun user, Task asked, CancellationToken cancellationToken)
        {
            try
            {
                await asked.ConfigureAwait(false);
                if (user.WasAgreedLater)
                {
                    await WaitForQuestionsAsync(cancellationToken).ConfigureAwait(false);
                }

                await user.CarryOutAsync(cancellationToken).ConfigureAwait(false);
                runner.report.Progress(new WorkProgress(runner.options.Activity, user.UserName, Interlocked.Increment(ref done), users.Count));
            }
            finally
            {
                places.Release();
            }
        }

        /// <summary>Where someone answers, nothing is begun before the last answer: a question that is open keeps new keys from being handed over.</summary>
        private async Task WaitForQuestionsAsync(CancellationToken cancellationToken)
        {
            places.Release();
            try
            {
                await allWereAsked.Task.ConfigureAwait(false);
            }
            finally
            {
                await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
