using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Users;

/// <summary>Keeps apart what is of an account and what was seen in another one: each of the latter is a failure of its own, and the others are worked on.</summary>
public static class OwnTargets
{
    /// <summary>The users and keys that are of an account, or came without one.</summary>
    /// <param name="account">The account.</param>
    /// <param name="targets">Users and keys.</param>
    /// <param name="report">Receives the failures.</param>
    public static IReadOnlyList<KeyTarget> Of(AccountSession account, IReadOnlyCollection<KeyTarget> targets, IReport report)
    {
        if (account is null || targets is null || report is null)
        {
            throw new ArgumentNullException(account is null ? nameof(account) : targets is null ? nameof(targets) : nameof(report));
        }

        return Of(account, targets, target => target.In(account.AccountId), report);
    }

    internal static IReadOnlyList<T> Of<T>(AccountSession account, IReadOnlyCollection<T> items, Func<T, KeyReference> referenceOf, IReport report)
    {
        foreach (KeyReference other in items.Select(referenceOf).Where(reference => reference.AccountId != account.AccountId).Distinct())
        {
            report.Failure(UserFailures.WrongAccount(other, account.AccountId));
        }

        return items.Where(item => referenceOf(item).AccountId == account.AccountId).ToList();
    }
}
