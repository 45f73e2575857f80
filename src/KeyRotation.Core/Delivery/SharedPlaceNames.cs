using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Delivery;

/// <summary>
/// The names of one place that the keys of several accounts go to: users of the same name in two accounts must not write over
/// each other, not even with -Force.
/// </summary>
public static class SharedPlaceNames
{
    /// <summary>Refuses a name that two accounts would share.</summary>
    /// <param name="names">The names of places elsewhere.</param>
    /// <param name="accounts">The accounts that are worked on: the id and the name of each, as far as they are known.</param>
    /// <exception cref="KeyRotationException">Two accounts would share a name.</exception>
    public static void RequireDistinct(IEnumerable<NameTemplate> names, IReadOnlyList<(string? Id, string? Name)> accounts)
    {
        if (names is null || accounts is null)
        {
            throw new ArgumentNullException(names is null ? nameof(names) : nameof(accounts));
        }

        if (accounts.Where(account => account.Id is not null).Select(account => account.Id).Distinct(StringComparer.Ordinal).Count()
            + accounts.Count(account => account.Id is null) < 2)
        {
            return;
        }

        foreach (NameTemplate name in names.Where(name => !name.NamesTheKey && !name.NamesTheAccountId))
        {
            if (!name.NamesTheAccount)
            {
                throw DeliveryFailures.DestinationNameShared($"Keys of {accounts.Count} accounts go to one place, and '{name}' does not name the account");
            }

            if (accounts.GroupBy(account => account.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Key is not null && group.Skip(1).Any()) is { } twins)
            {
                throw DeliveryFailures.DestinationNameShared($"Keys of several accounts go to one place by the name of the account, '{name}', and {string.Join(" and ", twins.Select(account => account.Id))} are both called '{twins.Key}'");
            }
        }
    }
}
