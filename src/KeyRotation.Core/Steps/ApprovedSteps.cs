using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Steps;

/// <summary>
/// The steps that a run may take, and no others. Each is taken once, refused with its reason, or left over because nothing of the kind is
/// due. From any thread.
/// </summary>
public sealed class ApprovedSteps
{
    private readonly object gate = new();
    private readonly List<PlanStep> open;
    private readonly HashSet<string> accountsToVisit;

    /// <summary>Prepares a run.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="validUntil">The end of their approval, UTC, by AWS's clock.</param>
    public ApprovedSteps(IEnumerable<PlanStep> steps, DateTimeOffset validUntil)
    {
        open = steps.ToList();
        accountsToVisit = new HashSet<string>(open.Select(step => step.AccountId), StringComparer.Ordinal);
        ValidUntil = validUntil;
    }

    internal DateTimeOffset ValidUntil { get; }

    /// <summary>Takes the accounts that no run was in.</summary>
    public IReadOnlyList<string> TakeUnvisitedAccounts()
    {
        lock (gate)
        {
            List<string> unvisited = accountsToVisit.OrderBy(account => account, StringComparer.Ordinal).ToList();
            accountsToVisit.Clear();
            return unvisited;
        }
    }

    /// <summary>Whether there is anything to do in an account; it counts as visited.</summary>
    internal bool Visit(string accountId)
    {
        lock (gate)
        {
            return accountsToVisit.Remove(accountId);
        }
    }

    internal bool Concerns(string accountId, string userName)
    {
        lock (gate)
        {
            return open.Exists(step => step.IsOf(accountId, userName));
        }
    }

    /// <summary>Takes the approved step that a run has come to; null where it is not among them.</summary>
    internal PlanStep? Take(PlanStep due) => Take(step => step.IsSameAs(due));

    /// <summary>Takes the approved step that a refusal is about; null where there is none.</summary>
    internal PlanStep? TakeRefused(KeyReference user, KeyRotationException refusal) => Take(step =>
        step.IsOf(user.AccountId, user.UserName) && (refusal.Target?.AccessKeyId is not string id || KeyIds.AreSame(id, step.AccessKeyId)));

    /// <summary>Takes all that is left of a user, about whom a failure was reported.</summary>
    internal void TakeAll(KeyReference user) => Leave(step => step.IsOf(user.AccountId, user.UserName));

    /// <summary>Takes what is left of an account.</summary>
    internal IReadOnlyList<PlanStep> TakeLeftOver(string accountId) => Leave(step => step.AccountId == accountId);

    private PlanStep? Take(Predicate<PlanStep> which)
    {
        lock (gate)
        {
            int place = open.FindIndex(which);
            if (place < 0)
            {
                return null;
            }

            PlanStep step = open[place];
            open.RemoveAt(place);
            return step;
        }
    }

    private List<PlanStep> Leave(Predicate<PlanStep> which)
    {
        lock (gate)
        {
            List<PlanStep> taken = open.FindAll(which);
            open.RemoveAll(which);
            return taken;
        }
    }
}
