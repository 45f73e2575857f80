using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;

namespace KeyRotation.Users;

/// <summary>Users who are exempt from rotation as members of an IAM group.</summary>
public static class GroupExemptions
{
    /// <summary>Reads the members of the groups, at one call a group and thousand members.</summary>
    /// <param name="account">The account.</param>
    /// <param name="groups">The groups; none for no call.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The account, whose rules know the members.</returns>
    /// <exception cref="KeyRotationException">A group is not there (<c>GroupNotFound</c>).</exception>
    /// <exception cref="ServiceException">A group cannot be read: then it is not known who is exempt.</exception>
    public static async Task<AccountSession> ReadAsync(AccountSession account, IReadOnlyCollection<string> groups, CancellationToken cancellationToken)
    {
        if (groups.Count == 0)
        {
            return account;
        }

        var members = new Dictionary<string, Exemption>(StringComparer.OrdinalIgnoreCase);
        foreach (string group in groups)
        {
            foreach (string user in await MembersAsync(account, group, cancellationToken).ConfigureAwait(false))
            {
                members[user] = Exemption.OfGroup(group);
            }
        }

        return account.Exempting(members);
    }

    private static async Task<IReadOnlyList<string>> MembersAsync(AccountSession account, string group, CancellationToken cancellationToken)
    {
        try
        {
            return await account.Identity.GetGroupAsync(group, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            throw UserFailures.GroupNotFound(account.AccountId, group, problem);
        }
    }
}
