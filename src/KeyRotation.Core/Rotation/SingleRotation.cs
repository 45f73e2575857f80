using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
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
        PendingRotation pending = new(old.AccessKeyId, account.Time.GetUtcNow(), Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
        await account.Identity.TagUserAsync(UserName, Tag(JournalTags.Pending, pending.ToTagValue()), grace.Token).ConfigureAwait(false);

        CreatedKey created = await CreateAsync(old, pending, grace.Token).ConfigureAwait(false);
        DateTimeOffset verified = await VerifyAndDeliverAsync(old, created, pending, grace.Token, cancellationToken).ConfigureAwait(false);
        await RecordAsync(old, created, verified, grace.Token).ConfigureAwait(false);
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

    private async Task<DateTimeOffset> VerifyAndDeliverAsync(
        ListedKey old,
        CreatedKey created,
        PendingRotation pending,
        CancellationToken graceToken,
        CancellationToken cancellationToken)
    {
        try
        {
            await new KeyVerification(account, options).VerifyAsync(Reference(created.AccessKeyId), created, cancellationToken).ConfigureAwait(false);
            DateTimeOffset verified = account.Time.GetUtcNow();
            if (!pending.MayRunAt(verified + TimeSpan.FromMinutes(1)))
            {
                throw Failures.RotationTookTooLong(Reference(created.AccessKeyId));
            }

            await report.ResultAsync(Rotated(old, created, verified)).ConfigureAwait(false);
            return verified;
        }
        catch (Exception problem)
        {
            await UndoAsync(created, pending, problem, graceToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task UndoAsync(CreatedKey created, PendingRotation pending, Exception cause, CancellationToken cancellationToken)
    {
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

    private async Task RecordAsync(ListedKey old, CreatedKey created, DateTimeOffset verified, CancellationToken cancellationToken)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [JournalTags.ForKey(created.AccessKeyId)] = new KeyRecord(KeyStage.Current, verified) { Replaces = old.AccessKeyId, At = "output" }.ToTagValue(),
            [JournalTags.ForKey(old.AccessKeyId)] = new KeyRecord(KeyStage.Superseded, verified) { By = created.AccessKeyId }.ToTagValue(),
        };
        if (options.Description is not null)
        {
            tags[created.AccessKeyId] = options.Description;
        }

        try
        {
            await account.Identity.TagUserAsync(UserName, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw Failures.NotRecorded(Reference(created.AccessKeyId), problem);
        }

        try
        {
            await account.Identity.UntagUserAsync(UserName, [JournalTags.Pending, .. tagsOfGoneKeys], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw Failures.PendingNotCleared(Reference(created.AccessKeyId), problem);
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

    private RotatedAccessKey Rotated(ListedKey old, CreatedKey created, DateTimeOffset verified) =>
        new(account.AccountId, UserName, created.AccessKeyId, created.SecretAccessKey, old.AccessKeyId, account.Connection)
        {
            CreateDate = created.CreateDate,
            VerifiedDate = verified,
        };

    private KeyReference Reference(string accessKeyId) => new(account.AccountId, UserName, accessKeyId);

    private static Dictionary<string, string> Tag(string tagKey, string value) => new(StringComparer.Ordinal) { [tagKey] = value };
}
