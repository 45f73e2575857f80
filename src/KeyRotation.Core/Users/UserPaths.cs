using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Users;

/// <summary>The paths of users in IAM, e.g. <c>/ci/</c>: part of a user's ARN, and not of what else a run reads of a user.</summary>
public static class UserPaths
{
    /// <summary>Looks up the paths of all users, at one call a thousand users.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The account, whose rules know the paths.</returns>
    /// <exception cref="ServiceException">The users cannot be listed.</exception>
    public static async Task<AccountSession> ReadAsync(AccountSession account, CancellationToken cancellationToken)
    {
        if (account is null)
        {
            throw new ArgumentNullException(nameof(account));
        }

        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (IamUser user in await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false))
        {
            paths[user.UserName] = PathOf(user.Arn);
        }

        return account.WithPaths(paths);
    }

    /// <summary>arn:aws:iam::123456789012:user/ci/deploy is the user deploy in /ci/.</summary>
    private static string PathOf(string arn)
    {
        int start = arn.IndexOf(":user/", StringComparison.Ordinal) + ":user".Length;
        return arn.Substring(start, arn.LastIndexOf('/') + 1 - start);
    }
}
