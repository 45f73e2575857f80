using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Users;

namespace KeyRotation.Steps;

/// <summary>What the rules would do to one user, each step on the state that the one before leaves, and what they refuse.</summary>
internal sealed class UserPlan
{
    private readonly IReadOnlyCollection<PlannedStep> declined;
    private readonly List<PlannedStep> steps = [];
    private readonly List<KeyRotationException> refusals = [];
    private readonly List<string> warnings = [];

    private UserPlan(UserState user, bool isNamed, IReadOnlyCollection<PlannedStep> declined)
    {
        User = user;
        IsNamed = isNamed;
        this.declined = declined;
    }

    /// <summary>The user as the steps so far leave it.</summary>
    public UserState User { get; private set; }

    /// <summary>Whether the user was named, so that finding nothing to do is a failure.</summary>
    public bool IsNamed { get; }

    /// <summary>What the rules are looking at.</summary>
    public KeyTarget? Target { get; private set; }

    public IReadOnlyList<PlannedStep> Steps => steps;

    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>All of them where keys were named; for a user of the whole account, the one that matters most.</summary>
    public IReadOnlyList<KeyRotationException> Refusals => IsNamed || refusals.Count == 0
        ? refusals
        : [refusals.OrderBy(refusal => refusal.MayWait).ThenBy(refusal => refusal.IsNotDue).ThenBy(refusal => refusal.RetryAfter).First()];

    /// <param name="rules">The rules, in the order of their steps.</param>
    /// <param name="targets">The user, or keys of it.</param>
    /// <param name="user">The user as it was read.</param>
    /// <param name="isNamed">Whether the targets were named.</param>
    /// <param name="declined">Steps that were declined: what follows is planned without them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<UserPlan> CreateAsync(
        IReadOnlyList<StepRule> rules,
        IReadOnlyList<KeyTarget> targets,
        UserState user,
        bool isNamed,
        IReadOnlyCollection<PlannedStep> declined,
        CancellationToken cancellationToken)
    {
        var plan = new UserPlan(user, isNamed, declined);
        foreach (KeyTarget target in targets)
        {
            await plan.AddAsync(rules, target, cancellationToken).ConfigureAwait(false);
        }

        return plan;
    }

    /// <summary>Adds a step; false when it was declined, or is in the plan already.</summary>
    public bool Add(PlannedStep step)
    {
        if (declined.Any(step.IsSameAs) || steps.Exists(step.IsSameAs))
        {
            return false;
        }

        steps.Add(step);
        User = step.After;
        return true;
    }

    public void Refuse(KeyRotationException refusal) => refusals.Add(refusal);

    public void Warn(string message) => warnings.Add(message);

    private async Task AddAsync(IReadOnlyList<StepRule> rules, KeyTarget target, CancellationToken cancellationToken)
    {
        Target = target;
        foreach (StepRule rule in rules)
        {
            int before = refusals.Count;
            try
            {
                await rule.PlanAsync(this, target, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                Refuse(Failures.Of(problem, User.Reference(target.AccessKeyId)));
            }

            if (refusals.Skip(before).Any(refusal => IsNamed || !refusal.MayWait))
            {
                // What follows would act on a user about whom something is not as it should be.
                return;
            }
        }
    }
}
