using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Journal;

namespace KeyRotation.Rotation;

/// <summary>
/// The rotation of one key, as a sequence that can be undone: journal entry, list, create once, verify, deliver,
/// record, clear the entry. Until the last step the user's tags say that it is under way.
/// </summary>
internal sealed class SingleRotation
{
    private readonly AccountSession account;
    private readonly KeyTarget target;
    private readonly RotationOptions options;
    private readonly IReport report;
    private IReadOnlyList<string> tagsOfGoneKeys = [];

    public SingleRotation(AccountSession account, KeyTarget target, RotationOptions options, IReport report)
    {
        this.account = account;
        this.target = target;
        this.options = options;
        this.report = report;
    }

    private string UserName => target.UserName;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await RotationGuards.AdmitAsync(account, target, options, report, cancellationToken).ConfigureAwait(false) is not ListedKey old)
        {
            return;
        }

        using var grace = new GracePeriod(cancellationToken);
        PendingRotation pending = new(old.AccessKeyId, account.Time.GetUtcNow(), Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture))
        {
            Destinations = options.Destinations.Select(destination => destination.Kind).ToList(),
        };
        await NoteAsync(pending, grace.Token).ConfigureAwait(false);
        CreatedKey created = await CreateAsync(old, pending, grace.Token).ConfigureAwait(false);
        RotatedAccessKey rotated = await VerifyAndDeliverAsync(old, created, pending, grace.Token, cancellationToken).ConfigureAwait(false);
        await RecordAsync(rotated, grace.Token).ConfigureAwait(false);
        if (options.Destinations.Count > 0)
        {
            await report.ResultAsync(rotated).ConfigureAwait(false);
        }
    }

    private async Task<CreatedKey> CreateAsync(ListedKey old, PendingRotation pending, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<ListedKey> before = await account.Identity.ListAccessKeysAsync(UserName, cancellationToken).ConfigureAwait(false);
            if (before.Count != 1 || before[0].AccessKeyId != old.AccessKeyId || before[0].Status != AccessKeyStatus.Active)
            {
                throw Failures.KeysChanged(Reference(old.AccessKeyId));
            }

            // The last look before the key is created: of two rotations that begin at once, one sees the other's entry.
            UserJournal journal = await UserState.ReadJournalAsync(account, UserName, cancellationToken).ConfigureAwait(false);
            tagsOfGoneKeys = TagsOfGoneKeys(journal, old);
            return journal.Pending?.Token == pending.Token
                ? await new KeyCreation(account, Reference(old.AccessKeyId), report).CreateAsync(before, cancellationToken).ConfigureAwait(false)
                : throw Failures.RotationInProgress(Reference(old.AccessKeyId), journal.Pending);
        }
        catch (Exception problem) when (KeyCreation.LeftNothing(problem))
        {
            await TryClearAsync(pending, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<RotatedAccessKey> VerifyAndDeliverAsync(
        ListedKey old,
        CreatedKey created,
        PendingRotation pending,
        CancellationToken graceToken,
        CancellationToken cancellationToken)
    {
        var delivery = new KeyDelivery(
            options.Destinations,
            new KeyToDeliver(new KeyOwner(account.AccountId, UserName), created.AccessKeyId, created.SecretAccessKey, old.AccessKeyId));
        try
        {
            await NoteAsync(pending with { NewAccessKeyId = created.AccessKeyId }, graceToken).ConfigureAwait(false);

            // Before it is delivered: who reads it there must not find a key that is not accepted yet.
            await new KeyVerification(account, options).VerifyAsync(Reference(created.AccessKeyId), created, cancellationToken).ConfigureAwait(false);
            DateTimeOffset verified = account.Time.GetUtcNow();
            if (!pending.MayRunAt(verified + TimeSpan.FromMinutes(1)))
            {
                throw Failures.RotationTookTooLong(Reference(created.AccessKeyId));
            }

            await delivery.DeliverAsync((kind, problem) => Failures.DestinationFailed(Reference(created.AccessKeyId), kind, problem), graceToken).ConfigureAwait(false);
            RotatedAccessKey rotated = Rotated(old, created, verified, delivery.Receipts);
            if (options.Destinations.Count == 0)
            {
                // The object is the only delivery: the rotation is recorded when somebody has it.
                await report.ResultAsync(rotated).ConfigureAwait(false);
            }

            return rotated;
        }
        catch (Exception problem)
        {
            await UndoAsync(created, delivery, pending, problem, graceToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>First the destinations, then the key: one that a destination may still hold is not deleted.</summary>
    private async Task UndoAsync(CreatedKey created, KeyDelivery delivery, PendingRotation pending, Exception cause, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.UndoAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is DestinationException or ServiceException or OperationCanceledException)
        {
            throw Failures.DestinationNotUndone(Reference(created.AccessKeyId), cause, problem);
        }

        try
        {
            await NewKeyRemoval.RemoveAsync(account, UserName, created.AccessKeyId, cancellationToken).ConfigureAwait(false);
            report.Verbose($"{Reference(created.AccessKeyId)} was created by this rotation and is deleted again.");
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw Failures.UndoFailed(Reference(created.AccessKeyId), cause, problem);
        }

        await TryClearAsync(pending, cancellationToken).ConfigureAwait(false);
    }

    private async Task RecordAsync(RotatedAccessKey rotated, CancellationToken cancellationToken)
    {
        string place = rotated.Destinations.Count == 0 ? "output" : string.Join("+", rotated.Destinations.Select(receipt => receipt.Kind));
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [JournalTags.ForKey(rotated.AccessKeyId)] = new KeyRecord(KeyStage.Current, rotated.VerifiedDate) { Replaces = rotated.ReplacedAccessKeyId, At = place }.ToTagValue(),
            [JournalTags.ForKey(rotated.ReplacedAccessKeyId)] = new KeyRecord(KeyStage.Superseded, rotated.VerifiedDate) { By = rotated.AccessKeyId }.ToTagValue(),
        };
        if (options.Description is not null)
        {
            tags[rotated.AccessKeyId] = options.Description;
        }

        try
        {
            await account.Identity.TagUserAsync(UserName, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw Failures.NotRecorded(Reference(rotated.AccessKeyId), problem);
        }

        try
        {
            await account.Identity.UntagUserAsync(UserName, [JournalTags.Pending, .. tagsOfGoneKeys], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw Failures.PendingNotCleared(Reference(rotated.AccessKeyId), problem);
        }
    }

    /// <summary>What a removal could not take away, or a key that was deleted by hand left behind: tags that count towards the 50.</summary>
    private static List<string> TagsOfGoneKeys(UserJournal journal, ListedKey old) => journal.Records.Keys
        .Where(id => !string.Equals(id, old.AccessKeyId, StringComparison.OrdinalIgnoreCase))
        .SelectMany(id => new[] { JournalTags.ForKey(id), id })
        .Where(journal.Tags.ContainsKey)
        .ToList();

    /// <summary>Clears this rotation's entry, and never another's. An entry that stays is found by the next run.</summary>
    private async Task TryClearAsync(PendingRotation pending, CancellationToken cancellationToken)
    {
        try
        {
            UserJournal journal = UserJournal.Read(await account.Identity.ListUserTagsAsync(UserName, cancellationToken).ConfigureAwait(false));
            if (journal.Pending?.Token == pending.Token)
            {
                await account.Identity.UntagUserAsync(UserName, [JournalTags.Pending], cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            report.Warning($"The tag {JournalTags.Pending} of user {UserName} could not be removed ({Failures.Cause(problem)}). The next rotation of this user, 15 minutes from now or later, removes it.");
        }
    }

    private RotatedAccessKey Rotated(ListedKey old, CreatedKey created, DateTimeOffset verified, IReadOnlyList<DeliveryReceipt> receipts) =>
        new(account.AccountId, UserName, created.AccessKeyId, created.SecretAccessKey, old.AccessKeyId, account.Connection)
        {
            CreateDate = created.CreateDate,
            VerifiedDate = verified,
            Destinations = receipts,
        };

    private KeyReference Reference(string accessKeyId) => new(account.AccountId, UserName, accessKeyId);

    private Task NoteAsync(PendingRotation pending, CancellationToken cancellationToken) => account.Identity.TagUserAsync(
        UserName,
        new Dictionary<string, string>(StringComparer.Ordinal) { [JournalTags.Pending] = pending.ToTagValue() },
        cancellationToken);
}
