using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Sightings;

/// <summary>
/// Turns ids that were seen into keys of the account: whose each is, and whether it is active. What is no such key is said: keys of other
/// accounts, temporary keys, and those that are gone.
/// </summary>
internal sealed class SightedKeys
{
    private const int CallsAtOnce = 8;

    private readonly AccountSession account;
    private readonly bool includeInactive;
    private readonly IReport report;
    private readonly KeyOwners owners;

    public SightedKeys(AccountSession account, IKeyLookup lookup, bool includeInactive, IReport report)
    {
        this.account = account;
        this.includeInactive = includeInactive;
        this.report = report;
        owners = new KeyOwners(account, lookup, new CallLimit(CallsAtOnce));
    }

    /// <summary>Gives one object a key, with all that was seen of it.</summary>
    public async Task GiveAsync(IReadOnlyCollection<KeySighting> sightings, CancellationToken cancellationToken)
    {
        List<IGrouping<string, KeySighting>> keys = sightings.GroupBy(sighting => sighting.AccessKeyId, KeyIds.Comparer).ToList();
        SayTemporary(keys.Where(key => KeyIdText.IsTemporary(key.Key)).ToList());
        SayExamples(keys.Count(key => KeyIdText.IsExample(key.Key)));
        List<IGrouping<string, KeySighting>> permanent = keys.Where(key => !KeyIdText.IsTemporary(key.Key) && !KeyIdText.IsExample(key.Key)).ToList();
        List<Task<SightedKey>> lookups = permanent.ConvertAll(key => owners.FindAsync(key.Key, key.ToList(), cancellationToken));
        var found = new List<SightedKey>();
        for (int index = 0; index < permanent.Count; index++)
        {
            report.Progress(new WorkProgress("Looking up access keys", permanent[index].Key, index, permanent.Count));
            found.Add(await GiveAsync(permanent[index].ToList(), lookups[index]).ConfigureAwait(false));
        }

        SayOthers(found);
    }

    private async Task<SightedKey> GiveAsync(List<KeySighting> sightings, Task<SightedKey> lookup)
    {
        string accessKeyId = sightings[0].AccessKeyId;
        try
        {
            SightedKey key = await lookup.ConfigureAwait(false);
            if (key.Key is ListedKey listed && (listed.Status == AccessKeyStatus.Active || includeInactive))
            {
                await report.ResultAsync(Describe(key, listed, sightings)).ConfigureAwait(false);
                if (key.LastUsed.Kind == UseKind.Unknown)
                {
                    report.Failure(Failures.LastUseUnknown(new KeyReference(account.AccountId, key.UserName!, accessKeyId), key.LastUsed));
                }
            }
            else if (key.Key is not null)
            {
                report.Verbose($"Key {accessKeyId} of user {key.UserName} is not active, and is left out; -IncludeInactive gives it.");
            }
            else if (key.UserName is not null)
            {
                report.Warning($"Key {accessKeyId} of user {key.UserName} in account {account.AccountId} is not there any more: it was deleted.");
            }

            return key;
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ResultNotTakenException))
        {
            report.Failure(Failures.Of(problem, new KeyReference(account.AccountId, sightings[0].UserName ?? "(unknown)", accessKeyId)));
            return new SightedKey(accessKeyId, Ownership.Failed);
        }
    }

    private AccessKey Describe(SightedKey key, ListedKey listed, List<KeySighting> sightings)
    {
        List<CompromiseEvidence> evidence = sightings.Select(sighting => sighting.Evidence).Distinct().ToList();
        bool isActive = listed.Status == AccessKeyStatus.Active;
        return new AccessKey(new KeyReference(account.AccountId, listed.UserName ?? key.UserName!, listed.AccessKeyId), listed.Status, listed.CreateDate, account.Time.GetUtcNow(), account.Connection)
        {
            LastUsed = key.LastUsed,
            StageValue = isActive ? KeyStage.Current : KeyStage.Quarantined,
            Reason = evidence.Count == 1 ? evidence[0].ToString() : $"{evidence[0]} and {evidence.Count - 1} more",
            Compromise = evidence,
        };
    }

    private void SayTemporary(List<IGrouping<string, KeySighting>> keys)
    {
        if (keys.Count > 0)
        {
            List<string> names = keys.ConvertAll(key => key.Key + (key.Select(sighting => sighting.UserName).FirstOrDefault(name => name is not null) is string name ? $" ({name})" : string.Empty));
            report.Warning($"Temporary keys were found, which are no user's keys and cannot be rotated: {SightingFailures.Named(names)}. They expire by themselves. "
                + "To end them sooner, revoke the active sessions of their role or user in the IAM console.");
        }
    }

    private void SayExamples(int count)
    {
        if (count > 0)
        {
            report.Verbose($"{count} ids that end in EXAMPLE, as those in the documentation of AWS do, are left out.");
        }
    }

    private void SayOthers(List<SightedKey> found)
    {
        foreach (IGrouping<string, SightedKey> other in found.Where(key => key.Owner == Ownership.Another).GroupBy(key => key.AccountId!, StringComparer.Ordinal))
        {
            List<string> ids = other.Select(key => key.AccessKeyId).ToList();
            report.Warning($"{(ids.Count == 1 ? "1 key is" : $"{ids.Count} keys are")} of account {other.Key} and not of account {account.AccountId}: {SightingFailures.Named(ids)}. Run again with a connection to that account.");
        }

        foreach (Ownership owner in new[] { Ownership.Hidden, Ownership.Unknown })
        {
            List<string> ids = found.Where(key => key.Owner == owner).Select(key => key.AccessKeyId).ToList();
            if (ids.Count > 0)
            {
                report.Failure(SightingFailures.OwnerUnknown(account.AccountId, ids, isOfAccount: owner == Ownership.Hidden));
            }
        }
    }
}
