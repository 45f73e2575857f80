using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Aws;
using KeyRotation.Commands.Parameters;
using KeyRotation.Users;

namespace KeyRotation.Commands.Pipeline;

/// <summary>
/// What every cmdlet that takes keys has: keys from the pipeline or by name, and the connection that each key was
/// seen through, so that a pipeline stays in the account that it began in.
/// </summary>
public abstract class KeyCmdlet : AwsCmdlet
{
    internal const string AccountSet = "Account";
    internal const string KeySet = "Key";
    internal const string NameSet = "Name";
    internal const string RotatedSet = "Rotated";

    private readonly List<(ConnectionOptions Connection, KeyTarget Target)> targets = [];
    private readonly GivenAccounts accounts = new();
    private readonly Dictionary<ConnectionOptions, ConnectionOptions> moved = [];
    private readonly Dictionary<string, EvidenceOfUse> seenUses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many accounts are worked on side by side, where there are many. Default: 16.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int AccountThrottleLimit { get; set; } = 16;

    /// <summary>
    /// Works on what was given: on accounts, and on keys where each belongs; or, where nothing was, on the whole account of the
    /// connection. Accounts are worked on side by side.
    /// </summary>
    /// <param name="activity">What is being done, for the progress display.</param>
    /// <param name="orWholeAccount">Whether nothing given means the whole account.</param>
    /// <param name="work">The work on one connection and its targets; none for the whole account.</param>
    private protected void RunGiven(
        string activity,
        bool orWholeAccount,
        Func<AwsConnection, IReadOnlyCollection<KeyTarget>, PipelineReport, IReport, CancellationToken, Task> work)
    {
        RequireOwnConnections(accounts);
        List<(ConnectionOptions Connection, List<KeyTarget> Targets)> given = accounts.Connections(Region, EndpointUrl).Select(connection => (connection, new List<KeyTarget>()))
            .Concat(TargetsByConnection())
            .ToList();
        if (given.Count == 0 && orWholeAccount && !PipelineWasEmpty)
        {
            given.Add((GivenConnection, []));
        }

        RequireUsable(given.ConvertAll(item => (item.Connection.Account?.AccountId ?? item.Targets.FirstOrDefault()?.AccountId, item.Connection.Account?.Name)));
        List<(ConnectionOptions Connection, List<KeyTarget> Targets)> ofAccounts = given.FindAll(item => item.Connection.Account is not null);
        given.RemoveAll(item => item.Connection.Account is not null);
        if (given.Count > 0)
        {
            RunEach(given, item => item.Connection, othersFollow: ofAccounts.Count > 0, (item, open, report, cancellationToken) => work(open, item.Targets, report, report, cancellationToken));
        }

        if (ofAccounts.Count > 0)
        {
            RunAccounts(
                ofAccounts,
                item => item.Connection,
                new AccountRoundOptions(activity, AccountThrottleLimit),
                (item, open, thread, report, cancellationToken) => work(open, item.Targets, thread, report, cancellationToken));
        }
    }

    /// <summary>Refuses what does not fit the accounts that were given.</summary>
    private protected virtual void RequireUsable(IReadOnlyList<(string? Id, string? Name)> accounts)
    {
    }

    /// <summary>The targets by connection, in the order in which they came.</summary>
    private IEnumerable<(ConnectionOptions Connection, List<KeyTarget> Targets)> TargetsByConnection() => targets
        .GroupBy(item => item.Connection)
        .Select(group => (group.Key, group.Select(item => item.Target).ToList()));

    /// <summary>When the keys of the pipeline were last used, as far as they say it themselves.</summary>
    private protected IReadOnlyDictionary<string, EvidenceOfUse> SeenUses => seenUses;

    /// <summary>True when a pipeline was there and brought nothing: then there is nothing to do, and never "the whole account".</summary>
    private protected bool PipelineWasEmpty => MyInvocation.ExpectingInput && targets.Count == 0 && accounts.Count == 0;

    private protected void Add(Account[]? more) => accounts.Add(more);

    /// <summary>Adds a key; an error where it cannot be acted on, as a key that only a credential report shows.</summary>
    private protected void Add(AccessKey key)
    {
        if (key.AccessKeyId is null)
        {
            WriteError(ErrorRecords.Of(KeyRotationException.WithoutKeyId(new KeyReference(key.AccountId, key.UserName, key.AccessKeyId))));
            return;
        }

        if (key.LastUsed.Kind != UseKind.Unknown)
        {
            seenUses[key.AccessKeyId] = key.LastUsed;
        }

        Add(key.GetConnection(), Completed(new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId), key));
    }

    private protected void Add(RotatedAccessKey key) =>
        Add(key.GetConnection(), Completed(new KeyTarget(key.UserName, key.ReplacedAccessKeyId, key.AccountId), seen: null));

    /// <summary>Adds a user of an account that an object of the pipeline was seen in; once, however many of its keys come.</summary>
    private protected void AddUser(ConnectionOptions? seen, string userName, string accountId)
    {
        var user = new KeyTarget(userName, AccessKeyId: null, accountId);
        if (!targets.Contains((ConnectionOf(seen), user)))
        {
            Add(seen, user);
        }
    }

    private protected void Add(IEnumerable<string> userNames, string? accessKeyId, string? accountId)
    {
        foreach (string userName in userNames)
        {
            if (UserNamePattern.IsPattern(userName))
            {
                _ = UserNamePattern.Parse(this, userName);
                if (accessKeyId is not null)
                {
                    ThrowTerminatingError(ErrorRecords.PatternWithKeyId(userName));
                }
            }

            Add(seen: null, Completed(new KeyTarget(userName, accessKeyId, string.IsNullOrEmpty(accountId) ? null : accountId), seen: null));
        }
    }

    /// <summary>Works on the users that names and patterns stand for; on the whole account only where none were given.</summary>
    private protected static async Task RunOnUsersAsync(
        AccountSession account,
        IReadOnlyCollection<KeyTarget> given,
        IReport report,
        Func<IReadOnlyCollection<KeyTarget>, Task> work,
        CancellationToken cancellationToken)
    {
        IReadOnlyCollection<KeyTarget> users = await MatchingUsers.ExpandAsync(account, given, UserNamePattern.MatcherOf, report, cancellationToken).ConfigureAwait(false);
        if (given.Count == 0 || users.Count > 0)
        {
            await work(users).ConfigureAwait(false);
        }
    }

    /// <summary>The target with what else the cmdlet was given about it.</summary>
    /// <param name="target">The key or user.</param>
    /// <param name="seen">The object of the pipeline that it comes from; null where it was named.</param>
    private protected virtual KeyTarget Completed(KeyTarget target, AccessKey? seen) => target;

    private void Add(ConnectionOptions? seen, KeyTarget target) => targets.Add((ConnectionOf(seen), target));

    /// <summary>What is given explicitly counts; else the connection that the key was seen through. Region and endpoint alone do not lead out of its account.</summary>
    private ConnectionOptions ConnectionOf(ConnectionOptions? seen)
    {
        if (seen is null || HasCredentialParameters || (HasConnectionParameters && seen.Account is null))
        {
            return GivenConnection;
        }

        if (!HasConnectionParameters)
        {
            return seen;
        }

        if (!moved.TryGetValue(seen, out ConnectionOptions? there))
        {
            moved[seen] = there = seen.At(Region, EndpointUrl);
        }

        return there;
    }
}
