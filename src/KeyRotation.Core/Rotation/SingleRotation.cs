using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>
/// The rotation of one key, as a sequence that can be undone: journal entry, list, create once, verify, deliver,
/// record, clear the entry. Until the last step the user's tags say that it is under way.
/// </summary>
internal sealed class SingleRotation
{
    /// <summary>IAM's list may show a key for a moment that a step before has deleted: the looks, in seconds from one to the next.</summary>
    private static readonly double[] SecondsBetweenLists = [0.5, 1, 2, 4];

    private readonly AccountSession account;
    private readonly UserState user;
    private readonly ListedKey old;
    private readonly RotationOptions options;
    private readonly IReport report;
    private readonly RotationEntry entry;

    public SingleRotation(AccountSession account, UserState user, ListedKey old, RotationOptions options, IReport report)
    {
        this.account = account;
        this.user = user;
        this.old = old;
        this.options = options;
        this.report = report;
        entry = new RotationEntry(account, user, old.AccessKeyId, RotationTags.PlacesOf(options.Destinations), report);
    }

    private string UserName => user.UserName;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var grace = new GracePeriod(cancellationToken);
        using RotationMark running = account.Marks.Begin(entry.Token);
        await RunAsync(running, grace, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(RotationMark running, GracePeriod grace, CancellationToken cancellationToken)
    {
        await entry.WriteAsync(cancellationToken, grace.Token).ConfigureAwait(false);
        CreatedKey created = await CreateAsync(running, grace.Token, cancellationToken).ConfigureAwait(false);
        RotatedAccessKey rotated = await VerifyAndDeliverAsync(running, created, grace.Token, cancellationToken).ConfigureAwait(false);
        await RecordAsync(rotated, grace.Token).ConfigureAwait(false);
        running.End();
        await FollowUpAsync(rotated, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CreatedKey> CreateAsync(RotationMark running, CancellationToken graceToken, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<ListedKey> before = await ListAsync(cancellationToken).ConfigureAwait(false);
            if (before.Count != 1 || before[0].AccessKeyId != old.AccessKeyId || (before[0].Status != AccessKeyStatus.Active && !user.IsCompromised(old.AccessKeyId)))
            {
                throw RotationFailures.KeysChanged(Reference(old.AccessKeyId));
            }

            // The last look before the key is created: of two rotations that begin at once, one sees the other's entry.
            await entry.RequireOwnAsync(Reference(old.AccessKeyId), cancellationToken).ConfigureAwait(false);
            return await new KeyCreation(account, Reference(old.AccessKeyId), report).CreateAsync(before, cancellationToken, graceToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (KeyCreation.LeftNothing(problem, graceToken))
        {
            await ClearAsync(running, graceToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The keys of the user, when those that a step before has deleted are no longer listed.</summary>
    private async Task<IReadOnlyList<ListedKey>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedKey> listed = await account.Identity.ListAccessKeysAsync(UserName, cancellationToken).ConfigureAwait(false);
        foreach (double seconds in SecondsBetweenLists)
        {
            if (!listed.Any(key => user.DeletedKeys.Contains(key.AccessKeyId, KeyIds.Comparer)))
            {
                break;
            }

            await account.Time.WaitAsync(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
            listed = await account.Identity.ListAccessKeysAsync(UserName, cancellationToken).ConfigureAwait(false);
        }

        return listed;
    }

    private async Task<RotatedAccessKey> VerifyAndDeliverAsync(RotationMark running, CreatedKey created, CancellationToken graceToken, CancellationToken cancellationToken)
    {
        var delivery = new KeyDelivery(
            options.Destinations,
            new KeyToDeliver(account.OwnerOf(UserName), created.AccessKeyId, created.SecretAccessKey, old.AccessKeyId) { RotatedAt = account.Time.GetUtcNow() });
        try
        {
            await entry.NoteAsync(created.AccessKeyId, cancellationToken).ConfigureAwait(false);

            // Before it is delivered: who reads it there must not find a key that is not accepted yet.
            await new KeyVerification(account, options).VerifyAsync(Reference(created.AccessKeyId), created, cancellationToken).ConfigureAwait(false);
            DateTimeOffset verified = account.Time.GetUtcNow();
            RequireTimeLeft(created);
            running.Note(RotationPhase.Delivering);
            await delivery.DeliverAsync((kind, problem) => DeliveryFailures.DestinationFailed(Reference(created.AccessKeyId), kind, problem), graceToken).ConfigureAwait(false);
            RotatedAccessKey rotated = Rotated(created, verified, delivery.Receipts);
            await AcceptAsync(rotated, cancellationToken).ConfigureAwait(false);
            RequireTimeLeft(created);
            await HandOverAsync(running, rotated).ConfigureAwait(false);
            return rotated;
        }
        catch (Exception problem)
        {
            await UndoAsync(running, created, delivery, problem, graceToken).ConfigureAwait(false);
            throw;
        }
    }

    private void RequireTimeLeft(CreatedKey created)
    {
        if (!entry.MayRunAt(account.Time.GetUtcNow() + TimeSpan.FromMinutes(1)))
        {
            throw RotationFailures.RotationTookTooLong(Reference(created.AccessKeyId));
        }
    }

    private async Task AcceptAsync(RotatedAccessKey rotated, CancellationToken cancellationToken)
    {
        try
        {
            await (options.Acceptance?.Invoke(rotated, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (DestinationException problem)
        {
            throw RotationFailures.NotAccepted(Reference(rotated.AccessKeyId), problem);
        }
    }

    private async Task FollowUpAsync(RotatedAccessKey rotated, CancellationToken cancellationToken)
    {
        try
        {
            await (options.AfterDelivery?.Invoke(rotated, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (DestinationException problem)
        {
            report.Failure(RotationFailures.AfterDeliveryFailed(Reference(rotated.AccessKeyId), problem));
        }
    }

    /// <summary>
    /// The rotation is recorded when its object was taken: where a command behind failed, the key may be nowhere. A run that was
    /// stopped takes no objects any more; a key that is in a destination has its home and stays.
    /// </summary>
    private async Task HandOverAsync(RotationMark running, RotatedAccessKey rotated)
    {
        if (rotated.Destinations.Count == 0)
        {
            running.Note(RotationPhase.HandedOver);
        }

        try
        {
            await report.ResultAsync(rotated).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (rotated.Destinations.Count > 0)
        {
            report.Verbose($"{Reference(rotated.AccessKeyId)} is delivered. The run was stopped, so its object was not written.");
        }
    }

    /// <summary>First the destinations, then the key: one that a destination may still hold is not deleted.</summary>
    private async Task UndoAsync(RotationMark running, CreatedKey created, KeyDelivery delivery, Exception cause, CancellationToken cancellationToken)
    {
        try
        {
            await delivery.UndoAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is DestinationException or ServiceException or OperationCanceledException)
        {
            throw DeliveryFailures.DestinationNotUndone(Reference(created.AccessKeyId), cause, problem);
        }

        try
        {
            // What is taken back when the run is stopped does not wait for the calls of others.
            await NewKeyRemoval.RemoveAsync(account.Unlimited, UserName, created.AccessKeyId, cancellationToken).ConfigureAwait(false);
            report.Verbose($"{Reference(created.AccessKeyId)} was created by this rotation and is deleted again.");
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw RotationFailures.UndoFailed(Reference(created.AccessKeyId), cause, problem);
        }

        await ClearAsync(running, cancellationToken).ConfigureAwait(false);
    }

    private async Task ClearAsync(RotationMark running, CancellationToken cancellationToken)
    {
        running.Note(RotationPhase.NothingLeft);
        if (await entry.TryClearAsync(cancellationToken).ConfigureAwait(false))
        {
            running.End();
        }
    }

    private async Task RecordAsync(RotatedAccessKey rotated, CancellationToken cancellationToken)
    {
        try
        {
            Dictionary<string, string> tags = await RotationRecords.TagsAsync(account, user, rotated, cancellationToken).ConfigureAwait(false);
            if (options.Description is not null)
            {
                tags[rotated.AccessKeyId] = options.Description;
            }

            await account.Identity.TagUserAsync(UserName, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw RotationFailures.NotRecorded(Reference(rotated.AccessKeyId), rotated.Destinations.Count > 0, problem);
        }

        try
        {
            await entry.ClearAsync(TagsOfGoneKeys(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            throw RotationFailures.PendingNotCleared(Reference(rotated.AccessKeyId), problem);
        }
    }

    /// <summary>What a removal could not take away, or a key that was deleted by hand left behind: tags that count towards the 50.</summary>
    private IReadOnlyList<string> TagsOfGoneKeys() => user.Journal.Records.Keys
        .Where(id => !KeyIds.AreSame(id, old.AccessKeyId))
        .SelectMany(id => new[] { JournalTags.ForKey(id), id })
        .Where(user.Journal.Tags.ContainsKey)
        .ToList();

    private RotatedAccessKey Rotated(CreatedKey created, DateTimeOffset verified, IReadOnlyList<DeliveryReceipt> receipts) =>
        new(account.AccountId, UserName, created.AccessKeyId, created.SecretAccessKey, old.AccessKeyId, account.Connection)
        {
            CreateDate = created.CreateDate,
            VerifiedDate = verified,
            Destinations = receipts,
        };

    private KeyReference Reference(string accessKeyId) => new(account.AccountId, UserName, accessKeyId);
}
