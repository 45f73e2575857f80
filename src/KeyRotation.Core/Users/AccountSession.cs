using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation;

/// <summary>An account that calls can be made to, with everything that the rules need from outside.</summary>
public sealed class AccountSession
{
    private CallLimit? limit;

    /// <summary>Puts a session together.</summary>
    /// <param name="caller">Who the calls are signed by, and so which account they go to.</param>
    /// <param name="identity">IAM.</param>
    /// <param name="callers">Who-am-I.</param>
    /// <param name="time">AWS's time, which ages and waits are measured by.</param>
    /// <param name="connection">How the account was reached; copied to the objects that come out of it.</param>
    public AccountSession(
        CallerIdentity caller,
        IIdentityService identity,
        ICallerIdentityService callers,
        TimeProvider time,
        ConnectionOptions connection)
    {
        Caller = caller ?? throw new ArgumentNullException(nameof(caller));
        Identity = identity ?? throw new ArgumentNullException(nameof(identity));
        Callers = callers ?? throw new ArgumentNullException(nameof(callers));
        Time = time ?? throw new ArgumentNullException(nameof(time));
        Connection = connection ?? throw new ArgumentNullException(nameof(connection));
        Unlimited = this;
    }

    /// <summary>Who signs the calls.</summary>
    public CallerIdentity Caller { get; }

    /// <summary>The account that the calls go to.</summary>
    public string AccountId => Caller.AccountId;

    /// <summary>IAM.</summary>
    public IIdentityService Identity { get; }

    /// <summary>Who-am-I.</summary>
    public ICallerIdentityService Callers { get; }

    /// <summary>The event history of the account; null where the way into it is not known.</summary>
    public ITrailService? Trail { get; init; }

    /// <summary>AWS's time.</summary>
    public TimeProvider Time { get; }

    /// <summary>What speaks against the time: then no step that nothing brings back may rest on it. Null when nothing does.</summary>
    internal string? TimeDoubt => (Time as IServerTime)?.Doubt;

    /// <summary>How the account was reached.</summary>
    public ConnectionOptions Connection { get; }

    /// <summary>Refuses a user or a key of another account.</summary>
    /// <param name="reference">The user or the key.</param>
    /// <exception cref="KeyRotationException">It is of another account.</exception>
    public void RequireOwn(KeyReference reference)
    {
        if (reference is null)
        {
            throw new ArgumentNullException(nameof(reference));
        }

        if (reference.AccountId != AccountId)
        {
            throw UserFailures.WrongAccount(reference, AccountId);
        }
    }

    /// <summary>A user of the account, as names of destinations may contain it.</summary>
    /// <param name="userName">The user.</param>
    internal KeyOwner OwnerOf(string userName) => new(AccountId, userName)
    {
        AccountName = Connection.Account?.Name,
        UserPath = UserPaths.TryGetValue(userName, out string? path) ? path : null,
    };

    /// <summary>The users who are exempt as members of a group.</summary>
    internal IReadOnlyDictionary<string, Exemption> GroupExemptions { get; private init; } = new Dictionary<string, Exemption>();

    /// <summary>The same account, some of whose users are exempt.</summary>
    internal AccountSession Exempting(IReadOnlyDictionary<string, Exemption> members) => Knowing(members, UserPaths);

    /// <summary>The paths of users, as far as they were looked up.</summary>
    internal IReadOnlyDictionary<string, string> UserPaths { get; private init; } = new Dictionary<string, string>();

    /// <summary>The same account, the paths of whose users are known.</summary>
    internal AccountSession WithPaths(IReadOnlyDictionary<string, string> paths) => Knowing(GroupExemptions, paths);

    private AccountSession Knowing(IReadOnlyDictionary<string, Exemption> exemptions, IReadOnlyDictionary<string, string> paths) => new(Caller, Identity, Callers, Time, Connection)
    {
        Unlimited = Unlimited,
        Marks = Marks,
        Trail = Trail,
        limit = limit,
        GroupExemptions = exemptions,
        UserPaths = paths,
    };

    /// <summary>Marks of the rotations that run on this machine.</summary>
    internal RotationMarks Marks { get; private set; } = new(folder: null);

    /// <summary>The same account without the limit on calls: for what has to end soon.</summary>
    internal AccountSession Unlimited { get; private set; }

    /// <summary>Makes a call that is not begun any more when the run is stopped, and that has its own time once it has begun.</summary>
    /// <param name="call">The call, on the account that it gets.</param>
    /// <param name="beforeSending">Gives it up while it waits for its place.</param>
    internal Task<T> SendAsync<T>(Func<AccountSession, Task<T>> call, CancellationToken beforeSending)
    {
        beforeSending.ThrowIfCancellationRequested();
        return limit is null ? call(this) : limit.CallAsync(() => call(Unlimited), beforeSending);
    }

    /// <summary>The same account, whose rotations are marked on this machine while they run.</summary>
    /// <param name="marks">Where.</param>
    public AccountSession Marked(RotationMarks marks) => new(Caller, Identity, Callers, Time, Connection)
    {
        Marks = marks ?? throw new ArgumentNullException(nameof(marks)),
        Trail = Trail,
        GroupExemptions = GroupExemptions,
        UserPaths = UserPaths,
    };

    /// <summary>The same account with at most <paramref name="callsInFlight"/> calls at a time.</summary>
    /// <param name="callsInFlight">How many calls may be under way at once; a rotation that waits takes no place.</param>
    public AccountSession Limited(int callsInFlight)
    {
        var places = new CallLimit(callsInFlight);
        return new AccountSession(Caller, new LimitedIdentityService(Identity, places), new LimitedCallerIdentityService(Callers, places), Time, Connection)
        {
            Unlimited = Unlimited,
            Marks = Marks,
            Trail = Trail,
            GroupExemptions = GroupExemptions,
            UserPaths = UserPaths,
            limit = places,
        };
    }
}
