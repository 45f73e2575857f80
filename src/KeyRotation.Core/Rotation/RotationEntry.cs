using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Users;
using KeyRotation.Journal;

namespace KeyRotation.Rotation;

/// <summary>The journal's entry of one rotation that is under way: written before the key is created, removed at the end.</summary>
internal sealed class RotationEntry
{
    /// <summary>IAM shows a tag after a moment: the looks for the own entry, in seconds from one to the next.</summary>
    private static readonly double[] SecondsBetweenLooks = [0, 0.5, 1, 2, 4, 8, 8];

    private readonly AccountSession account;
    private readonly UserState user;
    private readonly IReport report;
    private PendingRotation pending;
    private bool isSeen;

    public RotationEntry(AccountSession account, UserState user, string oldAccessKeyId, IReadOnlyList<string> destinations, IReport report)
    {
        this.account = account;
        this.user = user;
        this.report = report;
        pending = new PendingRotation(oldAccessKeyId, account.Time.GetUtcNow(), Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)) { Destinations = destinations };
    }

    public string Token => pending.Token;

    public bool MayRunAt(DateTimeOffset time) => pending.MayRunAt(time);

    /// <param name="beforeSending">Gives it up while nothing is written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task WriteAsync(CancellationToken beforeSending, CancellationToken cancellationToken) => account.SendAsync(
        async open =>
        {
            pending = pending with { At = open.Time.GetUtcNow() };
            await TagAsync(open, cancellationToken).ConfigureAwait(false);
            return true;
        },
        beforeSending);

    /// <summary>Notes the key that was created.</summary>
    public Task NoteAsync(string newAccessKeyId, CancellationToken cancellationToken)
    {
        pending = pending with { NewAccessKeyId = newAccessKeyId };
        return TagAsync(account, cancellationToken);
    }

    /// <summary>
    /// Refuses when the entry of another rotation stands in its place, and when another one has ended since and taken this entry away with its
    /// own. A list that is behind shows none, or an old one.
    /// </summary>
    public async Task RequireOwnAsync(KeyReference key, CancellationToken cancellationToken)
    {
        foreach (double seconds in SecondsBetweenLooks)
        {
            await account.Time.WaitAsync(TimeSpan.FromSeconds(seconds), cancellationToken).ConfigureAwait(false);
            UserJournal journal = await ReadAsync(account, cancellationToken).ConfigureAwait(false);
            PendingRotation? listed = journal.Pending;
            if (listed?.Token == pending.Token)
            {
                isSeen = true;
                return;
            }

            if (listed?.MayRunAt(account.Time.GetUtcNow()) == true)
            {
                throw UserFailures.RotationInProgress(key, listed);
            }

            if (journal.RecordOf(pending.OldAccessKeyId) is { Stage: KeyStage.Superseded } record && record != user.Journal.RecordOf(pending.OldAccessKeyId))
            {
                throw RotationFailures.KeysChanged(key);
            }
        }

        throw RotationFailures.EntryNotVisible(key);
    }

    /// <summary>Removes the entry, and other tags with it.</summary>
    public Task ClearAsync(IReadOnlyList<string> otherTags, CancellationToken cancellationToken) =>
        account.Identity.UntagUserAsync(user.UserName, [JournalTags.Pending, .. otherTags], cancellationToken);

    /// <summary>Removes this rotation's entry, and never another's. An entry that stays is found by the next run.</summary>
    /// <returns>Whether nothing of this rotation is left.</returns>
    public async Task<bool> TryClearAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (isSeen || !await IsAnothersAsync(cancellationToken).ConfigureAwait(false))
            {
                // Not behind the calls of others: a run that is stopped ends soon.
                await account.Unlimited.Identity.UntagUserAsync(user.UserName, [JournalTags.Pending], cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception problem) when (problem is ServiceException or OperationCanceledException)
        {
            report.Warning($"The tag {JournalTags.Pending} of user {user.UserName} could not be removed ({Failures.Cause(problem)}). The next run that reaches this user, 15 minutes from now or later, removes it.");
            return false;
        }
    }

    /// <summary>Once the own entry was seen, other rotations see it too and keep off: until then another's may stand in its place.</summary>
    private async Task<bool> IsAnothersAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(account.Unlimited, cancellationToken).ConfigureAwait(false)).Pending is PendingRotation listed
        && listed.Token != pending.Token
        && listed.MayRunAt(account.Time.GetUtcNow());

    private async Task<UserJournal> ReadAsync(AccountSession open, CancellationToken cancellationToken) =>
        UserJournal.Read(await open.Identity.ListUserTagsAsync(user.UserName, cancellationToken).ConfigureAwait(false));

    private Task TagAsync(AccountSession open, CancellationToken cancellationToken) => open.Identity.TagUserAsync(
        user.UserName,
        new Dictionary<string, string>(StringComparer.Ordinal) { [JournalTags.Pending] = pending.ToTagValue() },
        cancellationToken);
}
