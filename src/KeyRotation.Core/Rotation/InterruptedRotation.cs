using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Delivery;
using KeyRotation.Journal;

namespace KeyRotation.Rotation;

/// <summary>
/// Finishes or undoes what a rotation left that never ended: a killed process, a lost machine. Its key is the one
/// that was created when the rotation ran and that the journal does not know. A key that is in use is kept and
/// recorded; one that nobody uses, and whose secret so nobody has, is taken back.
/// </summary>
internal sealed class InterruptedRotation
{
    /// <summary>The entry is written before the key is created; AWS's clocks may differ by a moment.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>A creation that AWS throttles goes out again for a minute; a key made later is somebody else's.</summary>
    private static readonly TimeSpan CreationLimit = TimeSpan.FromMinutes(2);

    private readonly AccountSession account;
    private readonly IReadOnlyList<IDestination> destinations;
    private readonly IReport report;

    /// <param name="account">The account.</param>
    /// <param name="destinations">The destinations of the run that settles: only they can tell how far the other came.</param>
    /// <param name="report">Receives warnings.</param>
    public InterruptedRotation(AccountSession account, IReadOnlyList<IDestination> destinations, IReport report)
    {
        this.account = account;
        this.destinations = destinations;
        this.report = report;
    }

    /// <summary>
    /// The key that an interrupted rotation left; null when it left none. The entry names it, but for the moment between
    /// its creation and its being noted.
    /// </summary>
    public static ListedKey? LeftKey(UserState user, PendingRotation pending) => user.Keys.FirstOrDefault(key =>
        !string.Equals(key.AccessKeyId, pending.OldAccessKeyId, StringComparison.OrdinalIgnoreCase)
        && user.Journal.RecordOf(key.AccessKeyId) is null
        && (pending.NewAccessKeyId is string noted
            ? string.Equals(key.AccessKeyId, noted, StringComparison.OrdinalIgnoreCase)
            : key.CreateDate >= pending.At - ClockTolerance && key.CreateDate < pending.At + CreationLimit));

    /// <summary>Settles an entry that is older than any rotation can run.</summary>
    public async Task SettleAsync(UserState user, PendingRotation pending, CancellationToken cancellationToken)
    {
        if (LeftKey(user, pending) is ListedKey left)
        {
            await SettleAsync(user, pending, left, cancellationToken).ConfigureAwait(false);
        }

        await account.Identity.UntagUserAsync(user.UserName, [JournalTags.Pending], cancellationToken).ConfigureAwait(false);
    }

    private async Task SettleAsync(UserState user, PendingRotation pending, ListedKey left, CancellationToken cancellationToken)
    {
        var key = new KeyReference(account.AccountId, user.UserName, left.AccessKeyId);
        if (pending.Destinations.Count > 0 && await FinishDeliveryAsync(user, pending, left, key, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        EvidenceOfUse use = await LastUse.OfAsync(account, left.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Unknown)
        {
            throw Failures.EvidenceUnknown(key, "taken back after an interrupted rotation", use);
        }

        bool isOnlyOne = !user.Keys.Any(other => other.AccessKeyId != left.AccessKeyId && other.Status == AccessKeyStatus.Active);
        if (isOnlyOne && left.Status == AccessKeyStatus.Active && IsNobodys(use, pending))
        {
            throw Failures.LeftKeyIsOnlyOne(key, pending);
        }

        if (IsNobodys(use, pending))
        {
            await NewKeyRemoval.RemoveAsync(account, user.UserName, left.AccessKeyId, cancellationToken).ConfigureAwait(false);
            report.Warning($"{key} was left by a rotation that began at {Failures.Time(pending.At)} and never finished; nobody uses it, and it is deleted.");
            return;
        }

        await KeepAsync(user, pending, left, cancellationToken).ConfigureAwait(false);
        report.Warning($"{key} was left by a rotation that began at {Failures.Time(pending.At)} and never finished; it is in use ({use}) and is recorded as the replacement of {pending.OldAccessKeyId}.");
    }

    /// <summary>A key that arrived anywhere is brought to all its destinations and kept; false when it arrived nowhere.</summary>
    private async Task<bool> FinishDeliveryAsync(UserState user, PendingRotation pending, ListedKey left, KeyReference key, CancellationToken cancellationToken)
    {
        List<string> kinds = destinations.Select(destination => destination.Kind).ToList();
        if (!pending.Destinations.All(kinds.Contains))
        {
            throw Failures.InterruptedDelivery(key, pending);
        }

        var owner = new KeyOwner(account.AccountId, user.UserName);
        var missing = new List<IDestination>();
        StoredKey? stored = null;
        try
        {
            foreach (IDestination destination in destinations)
            {
                StoredKey? found = await destination.FindAsync(owner, left.AccessKeyId, cancellationToken).ConfigureAwait(false);
                stored ??= found;
                if (found is null)
                {
                    missing.Add(destination);
                }
            }
        }
        catch (DestinationException problem)
        {
            throw Failures.DestinationRefused(key, "its destinations", problem);
        }

        if (stored is null)
        {
            return false;
        }

        var delivery = new KeyDelivery(missing, new KeyToDeliver(owner, left.AccessKeyId, stored.SecretAccessKey, pending.OldAccessKeyId));
        await delivery.DeliverAsync((kind, problem) => Failures.DeliveryNotFinished(key, pending, kind, problem), cancellationToken).ConfigureAwait(false);
        await KeepAsync(user, pending, left, cancellationToken).ConfigureAwait(false);
        report.Warning($"{key} was left by a rotation that began at {Failures.Time(pending.At)} and never finished; it had been delivered, and is recorded as the replacement of {pending.OldAccessKeyId}.");
        return true;
    }

    /// <summary>A rotation lets the new key sign GetCallerIdentity. A later use by anybody else would show instead of it.</summary>
    private static bool IsNobodys(EvidenceOfUse use, PendingRotation pending) =>
        use.Kind == UseKind.NeverUsed || (use.Service == "sts" && use.At < pending.At + PendingRotation.MayStillRun);

    private Task KeepAsync(UserState user, PendingRotation pending, ListedKey left, CancellationToken cancellationToken)
    {
        DateTimeOffset now = account.Time.GetUtcNow();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [JournalTags.ForKey(left.AccessKeyId)] = new KeyRecord(KeyStage.Current, now)
            {
                Replaces = pending.OldAccessKeyId,
                At = pending.Destinations.Count == 0 ? null : string.Join("+", pending.Destinations),
            }.ToTagValue(),
        };
        if (user.Find(pending.OldAccessKeyId) is not null)
        {
            tags[JournalTags.ForKey(pending.OldAccessKeyId)] = new KeyRecord(KeyStage.Superseded, now) { By = left.AccessKeyId }.ToTagValue();
        }

        return account.Identity.TagUserAsync(user.UserName, tags, cancellationToken);
    }
}
