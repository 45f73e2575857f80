using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Users;

/// <summary>Finds the users that patterns stand for. IAM cannot be asked by pattern: all users are listed, once.</summary>
public static class MatchingUsers
{
    /// <summary>Puts the users of the account in the place of the patterns that they match. A pattern that none matches is a failure.</summary>
    /// <param name="account">The account.</param>
    /// <param name="targets">Names and patterns.</param>
    /// <param name="matcherOf">How names are compared with a pattern; null for what is a name itself.</param>
    /// <param name="report">Receives the failures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The users, those that are named first; none when nothing matches, which must not be taken for the whole account.</returns>
    public static async Task<IReadOnlyCollection<KeyTarget>> ExpandAsync(
        AccountSession account,
        IReadOnlyCollection<KeyTarget> targets,
        Func<string, Func<string, bool>?> matcherOf,
        IReport report,
        CancellationToken cancellationToken)
    {
        if (account is null || targets is null || matcherOf is null || report is null)
        {
            throw new ArgumentNullException(account is null ? nameof(account) : targets is null ? nameof(targets) : matcherOf is null ? nameof(matcherOf) : nameof(report));
        }

        List<(KeyTarget Target, Func<string, bool>? Matches)> parsed = targets.Select(target => (target, matcherOf(target.UserName))).ToList();
        if (parsed.All(item => item.Matches is null))
        {
            return targets;
        }

        List<KeyTarget> users = parsed.Where(item => item.Matches is null).Select(item => item.Target).ToList();
        var names = new HashSet<string>(users.Select(target => target.UserName), StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<IamUser> all = await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false);
        foreach ((KeyTarget target, Func<string, bool>? matches) in parsed.Where(item => item.Matches is not null))
        {
            List<IamUser> matching = all.Where(user => matches!(user.UserName)).ToList();
            if (matching.Count == 0)
            {
                report.Failure(UserFailures.NoUserMatches(new KeyReference(account.AccountId, target.UserName, AccessKeyId: null)));
            }

            users.AddRange(matching.Where(user => names.Add(user.UserName)).Select(user => new KeyTarget(user.UserName, AccessKeyId: null, target.AccountId) { IsMatched = true }));
        }

        return users;
    }
}
