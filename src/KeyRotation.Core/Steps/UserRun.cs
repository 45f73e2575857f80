using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Users;

namespace KeyRotation.Steps;

/// <summary>The way of one user through a run: plan, ask, carry out.</summary>
internal sealed class UserRun
{
    /// <summary>How long what was read may be acted on without being read again.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    private readonly AccountSession account;
    private readonly IReadOnlyList<StepRule> rules;
    private readonly IReadOnlyList<KeyTarget> targets;
    private readonly List<KeyTarget> actionable = [];
    private readonly bool areNamed;
    private readonly Func<PlannedStep, (PlanStep Step, string Target)> describe;
    private readonly StepRunnerOptions options;
    private readonly IReport report;
    private readonly List<PlannedStep> declined = [];
    private readonly List<PlannedStep> agreed = [];
    private readonly HashSet<string> warned = new(StringComparer.Ordinal);
    private UserState? user;

    /// <param name="account">The account.</param>
    /// <param name="rules">The rules, in the order of their steps.</param>
    /// <param name="targets">Keys of one user, or the user.</param>
    /// <param name="areNamed">Whether the targets were named.</param>
    /// <param name="describe">A step as plans hold it, and what it is taken on and what comes of it, in words.</param>
    /// <param name="options">What the run may do, and who is to know of it.</param>
    /// <param name="report">Receives keys, failures and warnings, and is asked before each step.</param>
    public UserRun(
        AccountSession account,
        IReadOnlyList<StepRule> rules,
        IReadOnlyList<KeyTarget> targets,
        bool areNamed,
        Func<PlannedStep, (PlanStep Step, string Target)> describe,
        StepRunnerOptions options,
        IReport report)
    {
        this.account = account;
        this.rules = rules;
        this.targets = targets;
        this.areNamed = areNamed;
        this.describe = describe;
        this.options = options;
        this.report = report;
    }

    public string UserName => targets[0].UserName;

    /// <summary>Whether the agreement to a step took its time, so that its guards have to be checked again.</summary>
    public bool WasAgreedLater { get; private set; }

    /// <summary>Reads the user, plans, and asks about each step when it is the user's turn.</summary>
    /// <param name="previousWasAsked">Ends when everything was asked about the users before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task PlanAndAskAsync(Task previousWasAsked, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        actionable.AddRange(targets.Where(IsActionable));
        if (actionable.Count == 0 || !await TryReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        UserPlan plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        await previousWasAsked.ConfigureAwait(false);
        await AskAsync(plan, cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Carries out what was agreed to.</summary>
    public Task CarryOutAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        IReadOnlyList<PlannedStep> steps = agreed;
        if (steps.Count > 0 && (WasAgreedLater || account.Time.GetUtcNow() - user!.ReadAt > FreshFor))
        {
            steps = await PlanAgainAsync(cancellationToken).ConfigureAwait(false);
        }

        await CarryOutAsync(steps, cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Nothing that happens to one user ends the run for others.</summary>
    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ResultNotTakenException))
        {
            options.Approved?.TakeAll(Reference);
            report.Failure(Failures.Of(problem, Reference));
        }
    }

    private KeyReference Reference => new(account.AccountId, UserName, AccessKeyId: null);

    private bool IsActionable(KeyTarget target)
    {
        try
        {
            Targets.RequireActionable(account, target);
            return true;
        }
        catch (KeyRotationException refusal)
        {
            report.Failure(refusal);
            return false;
        }
    }

    /// <summary>False when a user who was not named is gone since the credential report was made.</summary>
    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            user = await ReadAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound && !areNamed)
        {
            report.Verbose($"User {UserName} was deleted since the list of users was made.");
            return false;
        }
    }

    private Task<UserState> ReadAsync(CancellationToken cancellationToken) => rules.All(rule => rule.ReadsAnyJournal)
        ? UserState.ReadAnywayAsync(account, UserName, cancellationToken)
        : UserState.ReadAsync(account, UserName, options.TagsRead is null ? null : journal => options.TagsRead(Reference, journal.OwnTags()), cancellationToken);

    private async Task<UserPlan> PlanAsync(CancellationToken cancellationToken)
    {
        UserPlan plan = await UserPlan.CreateAsync(rules, actionable, user!, areNamed, declined, cancellationToken).ConfigureAwait(false);
        foreach (string warning in plan.Warnings.Where(warned.Add))
        {
            report.Warning(warning);
        }

        return plan;
    }

    /// <summary>Asks about each step. What follows a declined step is planned and asked about without it.</summary>
    private async Task AskAsync(UserPlan plan, CancellationToken cancellationToken)
    {
        for (int index = 0; index < plan.Steps.Count; index++)
        {
            PlannedStep step = plan.Steps[index];
            if (agreed.Exists(step.IsSameAs))
            {
                continue;
            }

            Agreement answer = step.Kind == StepKind.Nothing ? Agreement.Agreed : await AskAsync(step, cancellationToken).ConfigureAwait(false);
            if (answer == Agreement.Declined)
            {
                declined.Add(step);
                plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
                index = -1;
            }
            else if (answer != Agreement.OnlyPlanned)
            {
                agreed.Add(step);
                WasAgreedLater |= answer == Agreement.AgreedLater;
            }
        }

        foreach (KeyRotationException refusal in plan.Refusals)
        {
            if (options.Approved?.TakeRefused(Reference, refusal) is PlanStep approved)
            {
                report.Failure(IsReplaced(approved) ? ApprovalFailures.NotDue(approved) : ApprovalFailures.Refused(approved, refusal));
            }
            else
            {
                Refuse(refusal);
            }
        }
    }

    /// <summary>What is refused then is the next step of the old key, and not the one of the plan.</summary>
    private bool IsReplaced(PlanStep approved) =>
        approved.Step == nameof(StepKind.Rotate) && user!.Journal.RecordOf(approved.AccessKeyId)?.Stage == KeyStage.Superseded;

    private async Task<Agreement> AskAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        (PlanStep due, string target) = describe(step);
        if ((options.Approved is { } approved && !IsApproved(due, approved)) || !HasItsPlaces(step, due))
        {
            return Agreement.Declined;
        }

        WarnOfSkippedGuard(step);
        Agreement answer = await report.AgreeAsync(target, step.Action, cancellationToken).ConfigureAwait(false);
        if (answer == Agreement.Declined && step.Kind == StepKind.Rotate)
        {
            options.Claims?.Release(step.Before.ToPlace());
        }

        if (answer == Agreement.OnlyPlanned)
        {
            options.StepPlanned?.Invoke(due);
        }

        return answer;
    }

    /// <summary>Before the question, not with the step: a warning that ends the command has to end it before anything is done.</summary>
    private void WarnOfSkippedGuard(PlannedStep step)
    {
        if (step.SkippedGuard is string guard && warned.Add(guard))
        {
            report.Warning($"-Force: {guard}");
        }
    }

    private bool HasItsPlaces(PlannedStep step, PlanStep due)
    {
        if (step.Kind != StepKind.Rotate || options.Claims?.Claim(step.Before.ToPlace()) is not KeyOwner other)
        {
            return true;
        }

        Refuse(DeliveryFailures.DestinationTaken(step.Key.Reference, other, string.Join(" and ", due.Destinations)));
        return false;
    }

    private bool IsApproved(PlanStep due, ApprovedSteps approved)
    {
        if (approved.Take(due) is not PlanStep step)
        {
            report.Verbose($"This step is due, and not in the plan: {due.Text}.");
            return false;
        }

        if (!step.GoesWhere(due))
        {
            report.Failure(ApprovalFailures.OtherDestination(step, due));
            return false;
        }

        return true;
    }

    /// <summary>
    /// Of a user of the whole account, what is not due is passed over, and what is due and only has to wait is left for a later
    /// run. One that was named is refused. A pattern names users whether there is something to do for them or not.
    /// </summary>
    private void Refuse(KeyRotationException refusal)
    {
        if ((!areNamed && refusal.IsNotDue) || (refusal.IsNothingToDo && targets.All(target => target.IsMatched)))
        {
            report.Verbose(refusal.Message);
        }
        else if (!areNamed && refusal.MayWait)
        {
            report.LeftForLater(refusal);
        }
        else
        {
            report.Failure(refusal);
        }
    }

    /// <summary>Checks the guards once more: while a question was open, people and applications went on.</summary>
    private async Task<IReadOnlyList<PlannedStep>> PlanAgainAsync(CancellationToken cancellationToken)
    {
        user = await ReadAsync(cancellationToken).ConfigureAwait(false);
        UserPlan plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        var still = new List<PlannedStep>();
        foreach (PlannedStep step in agreed)
        {
            if (plan.Steps.FirstOrDefault(planned => planned.IsSameAs(step)) is PlannedStep now)
            {
                still.Add(now);
            }
            else
            {
                report.Failure(plan.Refusals.FirstOrDefault(refusal => KeyIds.AreSame(refusal.Target?.AccessKeyId, step.AccessKeyId)) ?? Failures.ChangedSincePlanned(step.Key.Reference));
            }
        }

        return still;
    }

    private async Task CarryOutAsync(IReadOnlyList<PlannedStep> steps, CancellationToken cancellationToken)
    {
        PlannedStep? failed = null;
        foreach (PlannedStep step in steps)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What an interrupted rotation left is led to by its entry alone, which another rotation would write over.
            if (failed is not null && (!areNamed || step.NeedsStepBefore || failed.Kind == StepKind.Settle))
            {
                return;
            }

            failed = await TryCarryOutAsync(step, cancellationToken).ConfigureAwait(false) ? failed : step;
        }
    }

    private async Task<bool> TryCarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        WarnOfSkippedGuard(step);
        try
        {
            AccessKey? key = step.Kind == StepKind.Nothing ? step.Key : await step.Rule.CarryOutAsync(step, cancellationToken).ConfigureAwait(false);
            options.StepDone?.Invoke(new StepDone(step.Kind, step.Key.Reference, step.Kind == StepKind.Remove && step.Key.ReplacedBy is null));
            if (key is not null && !step.IsPreparation)
            {
                await report.ResultAsync(key).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ResultNotTakenException))
        {
            report.Failure(Failures.Of(problem, step.Key.Reference));
            return false;
        }
    }
}
