using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
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

    private readonly AccountSession account;
    private readonly IReport report;

    public InterruptedRotation(AccountSession account, IReport report)
    {
        this.account = account;
        this.report = report;
    }

    /// <summary>The key that an interrupted rotation left; null when it left none.</summary>
    public static ListedKey? LeftKey(UserState user, PendingRotation pending) => user.Keys.FirstOrDefault(key =>
        !string.Equals(key.AccessKeyId, pending.OldAccessKeyId, StringComparison.OrdinalIgnoreCase)
        && user.Journal.RecordOf(key.AccessKeyId) is null
        && key.CreateDate >= pending.At - ClockTolerance
        && key.CreateDate < pending.At + PendingRotation.MayStillRun);

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
        EvidenceOfUse use = await LastUse.OfAsync(account, left.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Unknown)
        {
            throw Failures.EvidenceUnknown(key, "taken back after an interrupted rotation", use);
        }

        if (use.Kind == UseKind.NeverUsed || IsOwnVerification(use, pending))
        {
            await NewKeyRemoval.RemoveAsync(account, user.UserName, left.AccessKeyId, cancellationToken).ConfigureAwait(false);
            report.Warning($"{key} was left by a rotation that began at {Failures.Time(pending.At)} and never finished; nobody uses it, and it is deleted.");
            return;
        }

        await KeepAsync(user, pending, left, cancellationToken).ConfigureAwait(false);
        report.Warning($"{key} was left by a rotation that began at {Failures.Time(pending.At)} and never finished; it is in use ({use}) and is recorded as the replacement of {pending.OldAccessKeyId}.");
    }

    /// <summary>A rotation lets the new key sign GetCallerIdentity. A later use by anybody else would show instead of it.</summary>
    private static bool IsOwnVerification(EvidenceOfUse use, PendingRotation pending) =>
        use.Service == "sts" && use.At < pending.At + PendingRotation.MayStillRun;

    private Task KeepAsync(UserState user, PendingRotation pending, ListedKey left, CancellationToken cancellationToken)
    {
        DateTimeOffset now = account.Time.GetUtcNow();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [JournalTags.ForKey(left.AccessKeyId)] = new KeyRecord(KeyStage.Current, now) { Replaces = pending.OldAccessKeyId }.ToTagValue(),
        };
        if (user.Find(pending.OldAccessKeyId) is not null)
        {
            tags[JournalTags.ForKey(pending.OldAccessKeyId)] = new KeyRecord(KeyStage.Superseded, now) { By = left.AccessKeyId }.ToTagValue();
        }

        return account.Identity.TagUserAsync(user.UserName, tags, cancellationToken);
    }
}
