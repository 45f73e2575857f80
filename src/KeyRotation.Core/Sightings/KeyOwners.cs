using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Sightings;

/// <summary>Finds out whose keys are, at two calls a key. AWS answers for the keys of the signer's account alone.</summary>
internal sealed class KeyOwners
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ListedKey>>>> lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly AccountSession account;
    private readonly IKeyLookup lookup;
    private readonly CallLimit limit;

    public KeyOwners(AccountSession account, IKeyLookup lookup, CallLimit limit)
    {
        this.account = account;
        this.lookup = lookup;
        this.limit = limit;
    }

    /// <exception cref="ServiceException">A call failed for another reason than that the key is not one of the account.</exception>
    public async Task<SightedKey> FindAsync(string accessKeyId, IReadOnlyList<KeySighting> sightings, CancellationToken cancellationToken)
    {
        string? named = sightings.Select(sighting => sighting.AccountId).FirstOrDefault(id => id is not null);
        if (named is not null && named != account.AccountId)
        {
            return new SightedKey(accessKeyId, Ownership.Another) { AccountId = named };
        }

        try
        {
            KeyUser user = await limit.CallAsync(() => lookup.FindUserAsync(accessKeyId, cancellationToken), cancellationToken).ConfigureAwait(false);
            return await OfUserAsync(accessKeyId, user, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem is { Operation: not "ListAccessKeys", Kind: ServiceErrorKind.AccessDenied or ServiceErrorKind.NotFound or ServiceErrorKind.InvalidInput })
        {
            return await WithoutUserAsync(accessKeyId, sightings, problem, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SightedKey> OfUserAsync(string accessKeyId, KeyUser user, CancellationToken cancellationToken) => new(accessKeyId, Ownership.User)
    {
        UserName = user.UserName,
        LastUsed = user.LastUsed,
        Key = (await KeysOfAsync(user.UserName, cancellationToken).ConfigureAwait(false)).FirstOrDefault(key => KeyIds.AreSame(key.AccessKeyId, accessKeyId)),
    };

    /// <summary>The evidence may name the user; AWS names the account of any key.</summary>
    private async Task<SightedKey> WithoutUserAsync(string accessKeyId, IReadOnlyList<KeySighting> sightings, ServiceException refusal, CancellationToken cancellationToken)
    {
        if (sightings.Select(sighting => sighting.UserName).FirstOrDefault(name => name is not null) is string userName
            && await TryListAsync(userName, cancellationToken).ConfigureAwait(false) is IReadOnlyList<ListedKey> keys
            && keys.FirstOrDefault(key => KeyIds.AreSame(key.AccessKeyId, accessKeyId)) is ListedKey listed)
        {
            return new SightedKey(accessKeyId, Ownership.User) { UserName = userName, Key = listed, LastUsed = EvidenceOfUse.Unknown($"{refusal.Action} failed ({refusal.Code ?? refusal.Kind.ToString()}): {refusal.Message}") };
        }

        try
        {
            string owner = await limit.CallAsync(() => lookup.FindAccountAsync(accessKeyId, cancellationToken), cancellationToken).ConfigureAwait(false);
            return owner == account.AccountId ? new SightedKey(accessKeyId, Ownership.Hidden) : new SightedKey(accessKeyId, Ownership.Another) { AccountId = owner };
        }
        catch (ServiceException problem) when (problem.Kind is not (ServiceErrorKind.InvalidKey or ServiceErrorKind.InvalidSignature or ServiceErrorKind.SessionEnded or ServiceErrorKind.NoAnswer))
        {
            return new SightedKey(accessKeyId, Ownership.Unknown);
        }
    }

    private async Task<IReadOnlyList<ListedKey>?> TryListAsync(string userName, CancellationToken cancellationToken)
    {
        try
        {
            return await KeysOfAsync(userName, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind is ServiceErrorKind.AccessDenied or ServiceErrorKind.NotFound or ServiceErrorKind.InvalidInput)
        {
            return null;
        }
    }

    /// <summary>Each user is asked for once, however many of its keys were seen.</summary>
    private Task<IReadOnlyList<ListedKey>> KeysOfAsync(string userName, CancellationToken cancellationToken) => lists.GetOrAdd(
        userName,
        name => new Lazy<Task<IReadOnlyList<ListedKey>>>(() => limit.CallAsync(() => account.Identity.ListAccessKeysAsync(name, cancellationToken), cancellationToken))).Value;
}
