using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>
/// Finishes or undoes rotations that were interrupted. A key that arrived at a destination or is in use is kept and
/// recorded; one that nobody uses, and whose secret so nobody has, is taken back.
/// </summary>
public sealed class RotationSettling : StepRule
{
    private readonly IDestinationMap allDestinations;

    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="destinations">Where the rotations of this account are delivered: only these places can show how far one came.</param>
    /// <param name="report">Receives warnings.</param>
    public RotationSettling(AccountSession account, IDestinationMap destinations, IReport report)
        : base(account, report) => allDestinations = destinations;

    internal override bool MayConcern(CredentialReportRow row) => row.FirstKey is not null && row.SecondKey is not null;

    internal override async Task PlanAsync(UserPlan plan, KeyTarget target, CancellationToken cancellationToken)
    {
        if (plan.User.Journal.Pending is not PendingRotation pending)
        {
            return;
        }

        ListedKey? left = InterruptedRotation.LeftKey(plan.User, pending);
        if (Account.Marks.ShowAbandoned(pending, left is not null) || IsOver(pending, target))
        {
            plan.Add(left is not null
                ? await PlanAsync(plan.User, pending, left, cancellationToken).ConfigureAwait(false)
                : PlanClearing(plan.User, pending));
        }
    }

    internal override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        using var grace = new GracePeriod(cancellationToken);
        var settlement = (Settlement)step;
        await SettleAsync(settlement, grace.Token).ConfigureAwait(false);
        await Account.Identity.UntagUserAsync(step.UserName, [JournalTags.Pending], grace.Token).ConfigureAwait(false);
        Account.Marks.Forget(settlement.Pending.Token);
        return null;
    }

    private bool IsOver(PendingRotation pending, KeyTarget target)
    {
        if (pending.MayRunAt(Account.Time.GetUtcNow()))
        {
            return false;
        }

        // It may be one that runs now: what it created must not be taken from under it.
        if (Account.TimeDoubt is string doubt)
        {
            KeyReference user = target.In(Account.AccountId);
            throw UserFailures.ServerTimeUnknown(user, $"The interrupted rotation of user {user.UserName} in account {user.AccountId} is not settled", doubt);
        }

        return true;
    }

    private Settlement PlanClearing(UserState user, PendingRotation pending)
    {
        ListedKey key = user.Find(pending.NewAccessKeyId) ?? user.Find(pending.OldAccessKeyId)
            ?? new ListedKey(pending.OldAccessKeyId, AccessKeyStatus.Inactive, pending.At);
        return new Settlement(this, SettlementKind.ClearEntry, pending, Describe(user, key, KeyStage.Current, record: null), user, user.WithoutPending());
    }

    private async Task<Settlement> PlanAsync(UserState user, PendingRotation pending, ListedKey left, CancellationToken cancellationToken)
    {
        AccessKey key = Describe(user, left, KeyStage.Undelivered, record: null);
        if (pending.Destinations.Count > 0 && await FindAsync(user, pending, left, cancellationToken).ConfigureAwait(false) is { Stored: StoredKey stored } found)
        {
            return new Settlement(this, SettlementKind.FinishDelivery, pending, key, user, Kept(user, pending, left)) { Stored = stored, Missing = found.Missing };
        }

        EvidenceOfUse use = await user.LastUseAsync(left.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Unknown)
        {
            throw UserFailures.EvidenceUnknown(key.Reference, "taken back after an interrupted rotation", use);
        }

        if (!LastUse.IsVerificationAtMost(left, use))
        {
            return new Settlement(this, SettlementKind.Keep, pending, key, user, Kept(user, pending, left));
        }

        if (user.Find(pending.OldAccessKeyId) is null)
        {
            throw UserFailures.JournalUnreadable(user.Reference(accessKeyId: null), [$"tag {JournalTags.Pending}: it names {pending.OldAccessKeyId}, which is not a key of the user."]);
        }

        bool isOnlyOne = !user.Keys.Any(other => !KeyIds.AreSame(other.AccessKeyId, left.AccessKeyId) && other.Status == AccessKeyStatus.Active);
        return isOnlyOne && left.Status == AccessKeyStatus.Active && !user.IsCompromised(pending.OldAccessKeyId)
            ? throw RotationFailures.LeftKeyIsOnlyOne(key.Reference, pending)
            : new Settlement(this, SettlementKind.TakeBack, pending, key, user, user.WithoutKey(left.AccessKeyId).WithoutPending());
    }

    /// <summary>Which of its destinations the left key has reached.</summary>
    private async Task<(StoredKey? Stored, IReadOnlyList<IDestination> Missing)> FindAsync(UserState user, PendingRotation pending, ListedKey left, CancellationToken cancellationToken)
    {
        KeyReference key = user.Reference(left.AccessKeyId);
        IReadOnlyList<IDestination> destinations = allDestinations.Find(user.ToPlace()) ?? [];
        IReadOnlyList<string> places = RotationTags.PlacesOf(destinations);
        if (!pending.Destinations.All(places.Contains))
        {
            throw DeliveryFailures.InterruptedDelivery(key, pending);
        }

        var missing = new List<IDestination>();
        StoredKey? stored = null;
        foreach (IDestination destination in destinations)
        {
            try
            {
                StoredKey? found = await destination.FindAsync(user.Owner, left.AccessKeyId, cancellationToken).ConfigureAwait(false);
                stored = stored is { HasSecret: true } ? stored : found ?? stored;
                if (found is null)
                {
                    missing.Add(destination);
                }
            }
            catch (DestinationException problem)
            {
                throw DeliveryFailures.DestinationRefused(key, "its destinations", problem);
            }
        }

        return missing.Count == 0 || stored is not { HasSecret: false }
            ? (stored, missing)
            : throw DeliveryFailures.SecretLost(key, pending, missing.ConvertAll(destination => destination.Place));
    }

    private async Task SettleAsync(Settlement step, CancellationToken cancellationToken)
    {
        string left = $"{step.Key} was left by a rotation that began at {Failures.Time(step.Pending.At)} and never finished";
        switch (step.How)
        {
            case SettlementKind.TakeBack:
                await NewKeyRemoval.RemoveAsync(Account, step.UserName, step.AccessKeyId, cancellationToken).ConfigureAwait(false);
                Report.Warning($"{left}; it was never used by an application, and it is deleted.");
                break;
            case SettlementKind.Keep:
                await RecordAsync(step, cancellationToken).ConfigureAwait(false);
                Report.Warning($"{left}; it is in use and is recorded as the replacement of {step.Pending.OldAccessKeyId}.");
                break;
            case SettlementKind.FinishDelivery:
                await FinishDeliveryAsync(step, cancellationToken).ConfigureAwait(false);
                await RecordAsync(step, cancellationToken).ConfigureAwait(false);
                Report.Warning($"{left}; it had been delivered, and is recorded as the replacement of {step.Pending.OldAccessKeyId}.");
                break;
        }
    }

    private Task FinishDeliveryAsync(Settlement step, CancellationToken cancellationToken)
    {
        if (step.Missing.Count == 0)
        {
            return Task.CompletedTask;
        }

        var key = new KeyToDeliver(step.Before.Owner, step.AccessKeyId, step.Stored!.SecretAccessKey, step.Pending.OldAccessKeyId) { RotatedAt = Account.Time.GetUtcNow() };
        var delivery = new KeyDelivery(step.Missing, key);
        return delivery.DeliverAsync((place, problem) => DeliveryFailures.DeliveryNotFinished(step.Key.Reference, step.Pending, place, problem), cancellationToken);
    }

    private Task RecordAsync(Settlement step, CancellationToken cancellationToken) => Account.Identity.TagUserAsync(
        step.UserName,
        RecordsOf(step.Before, step.Pending, step.AccessKeyId).ToDictionary(record => JournalTags.ForKey(record.Key), record => record.Value.ToTagValue(), StringComparer.Ordinal),
        cancellationToken);

    private UserState Kept(UserState user, PendingRotation pending, ListedKey left) => RecordsOf(user, pending, left.AccessKeyId)
        .Aggregate(user.WithoutPending(), (state, record) => state.WithRecord(record.Key, record.Value));

    private Dictionary<string, KeyRecord> RecordsOf(UserState user, PendingRotation pending, string leftKeyId)
    {
        DateTimeOffset now = Account.Time.GetUtcNow();
        var records = new Dictionary<string, KeyRecord>(KeyIds.Comparer)
        {
            [leftKeyId] = new KeyRecord(KeyStage.Current, now)
            {
                Replaces = pending.OldAccessKeyId,
                At = pending.Destinations.Count == 0 ? null : string.Join("+", pending.Destinations),
            },
        };
        if (user.Find(pending.OldAccessKeyId) is not null)
        {
            records[pending.OldAccessKeyId] = KeyRecord.ReplacedBy(user.Journal.RecordOf(pending.OldAccessKeyId), leftKeyId, now);
        }

        return records;
    }
}
