using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using KeyRotation.Users;

namespace KeyRotation.Status;

/// <summary>Decides where one key stands.</summary>
internal sealed class KeyStanding
{
    private const string Rotate = "New-RotatedAccessKey";
    private const string Disable = "Disable-OldAccessKey";
    private const string Remove = "Remove-RetiredAccessKey";

    private readonly AccountSession account;
    private readonly StatusOptions options;

    public KeyStanding(AccountSession account, StatusOptions options)
    {
        this.account = account;
        this.options = options;
    }

    /// <param name="user">The user.</param>
    /// <param name="key">The key.</param>
    /// <param name="reported">What the credential report says of the user, where there is one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<KeyStatus> OfAsync(UserState user, ListedKey key, ReportedUser? reported, CancellationToken cancellationToken)
    {
        KeyStatus status = await StandingAsync(user, key, cancellationToken).ConfigureAwait(false);
        bool isLookedUp = status.StageValue == KeyStage.Superseded;
        return status.With(
            user.Journal.OwnTags(),
            reported?.Row.Arn,
            isLookedUp || reported is null ? status.LastUsed : ReportedEvidence.For(key, reported.Row),
            isLookedUp ? null : reported?.ReportTime);
    }

    private async Task<KeyStatus> StandingAsync(UserState user, ListedKey key, CancellationToken cancellationToken)
    {
        DateTimeOffset now = account.Time.GetUtcNow();
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        if (user.Journal.Pending is PendingRotation pending
            && InterruptedRotation.LeftKey(user, pending)?.AccessKeyId == key.AccessKeyId)
        {
            return Undelivered(user, key, pending, now);
        }

        return key.Status != AccessKeyStatus.Active ? OutOfService(user, key, record, now)
            : record?.IsCompromised == true ? ActiveAgain(user, key, record, now)
            : record?.By is not null ? await SupersededAsync(user, key, record, now, cancellationToken).ConfigureAwait(false)
            : InService(user, key, record, now);
    }

    private KeyStatus Undelivered(UserState user, ListedKey key, PendingRotation pending, DateTimeOffset now) =>
        new(Reference(user, key), key.Status, key.CreateDate, KeyStage.Undelivered, now, account.Connection)
        {
            Since = pending.At,
            Replaces = pending.OldAccessKeyId,
            NextStep = Rotate,
            DueDate = pending.At + PendingRotation.MayStillRun,
            Blocker = pending.MayRunAt(now) ? "the rotation that created it may still be running" : null,
        };

    private KeyStatus ActiveAgain(UserState user, ListedKey key, KeyRecord record, DateTimeOffset now) =>
        new(Reference(user, key), key.Status, key.CreateDate, KeyStage.Current, now, account.Connection)
        {
            Since = record.Since,
            Reason = record.Reason + "; made active outside of this module",
            ReplacedBy = record.By,
            NextStep = Disable,
            DueDate = record.Since,
        };

    private KeyStatus OutOfService(UserState user, ListedKey key, KeyRecord? record, DateTimeOffset now)
    {
        bool isRecorded = record?.Stage == KeyStage.Quarantined;
        bool isReplacedFirst = KeyIds.AreSame(user.FindKeyToReplace()?.AccessKeyId, key.AccessKeyId);
        DateTimeOffset? end = isRecorded ? record!.Since + options.Quarantine : null;
        return new KeyStatus(Reference(user, key), key.Status, key.CreateDate, end <= now ? KeyStage.Retired : KeyStage.Quarantined, now, account.Connection)
        {
            Since = isRecorded ? record!.Since : null,
            Reason = record?.Reason,
            ReplacedBy = record?.By,
            NextStep = isReplacedFirst ? Rotate : Remove,
            DueDate = isReplacedFirst ? record!.Since : end,
            Blocker = isReplacedFirst ? ExemptionOf(user, now) ?? BlockerOf(user, key, now) : isRecorded ? null : "quarantine begins with Invoke-AccessKeyRotation",
        };
    }

    private async Task<KeyStatus> SupersededAsync(UserState user, ListedKey key, KeyRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        EvidenceOfUse use = await LastUse.OfAsync(account, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        DateTimeOffset quietSince = use.At > record.Since ? use.At.Value : record.Since;
        DateTimeOffset? due = use.Kind == UseKind.Unknown ? null : quietSince + options.UnusedFor;
        return new KeyStatus(Reference(user, key), key.Status, key.CreateDate, KeyStage.Superseded, now, account.Connection)
        {
            Since = record.Since,
            ReplacedBy = record.By,
            LastUsed = use,
            NextStep = Disable,
            DueDate = due,
            Blocker = BlockerOf(user, record, use, now) ?? (due <= now ? await BlockerOfDueAsync(user, key, record, cancellationToken).ConfigureAwait(false) : null),
        };
    }

    private string? BlockerOf(UserState user, KeyRecord record, EvidenceOfUse use, DateTimeOffset now) =>
        !user.IsWorking(record.By) ? $"{record.By}, which replaced it, is not active or is compromised"
        : use.Kind == UseKind.Unknown ? $"whether it is in use is {use}"
        : use.At > record.Since && now - use.At < options.UnusedFor ? $"still in use ({use})"
        : null;

    /// <summary>Costs a call where the secret was given to the output alone, and so is asked on the day that it matters.</summary>
    private static async Task<string?> BlockerOfDueAsync(UserState user, ListedKey key, KeyRecord record, CancellationToken cancellationToken) =>
        (await new ReplacementGuard(new SameDestinations([])).ObjectAsync(user, key, user.Find(record.By)!, cancellationToken).ConfigureAwait(false))?.ErrorId switch
        {
            null => null,
            RetirementFailures.ReplacementNeverUsedId => $"{record.By}, which replaced it, was never used",
            RetirementFailures.DestinationNotAskedId => $"{record.By}, which replaced it, was never used; a destination outside of the account is to be asked",
            _ => $"whether {record.By}, which replaced it, is in use is unknown",
        };

    private KeyStatus InService(UserState user, ListedKey key, KeyRecord? record, DateTimeOffset now)
    {
        DateTimeOffset due = key.CreateDate + options.OlderThan;
        bool isStale = due <= now;
        bool isExempt = user.Exemption?.CountsAt(now) == true;
        return new KeyStatus(Reference(user, key), key.Status, key.CreateDate, isExempt ? KeyStage.Exempt : isStale ? KeyStage.Stale : KeyStage.Current, now, account.Connection)
        {
            Since = record?.Since,
            Replaces = record?.Replaces,
            NextStep = Rotate,
            DueDate = isExempt && user.Exemption!.Until.Plus(TimeSpan.FromDays(1)) > due ? user.Exemption.Until.Plus(TimeSpan.FromDays(1)) : due,
            Blocker = ExemptionOf(user, now) ?? (isStale ? BlockerOf(user, key, now) : null),
        };
    }

    private static string? ExemptionOf(UserState user, DateTimeOffset now) =>
        user.Exemption is Exemption exemption && exemption.CountsAt(now) ? "exempt " + exemption.Text : null;

    private static string? BlockerOf(UserState user, ListedKey key, DateTimeOffset now)
    {
        if (user.Journal.Pending is PendingRotation pending && pending.MayRunAt(now))
        {
            return "a rotation of this user may still be running";
        }

        ListedKey? other = user.Keys.FirstOrDefault(listed => listed.AccessKeyId != key.AccessKeyId);
        return other is null ? null
            : other.Status == AccessKeyStatus.Active ? $"the user has two active keys, and {other.AccessKeyId} is the other"
            : $"there is no room for a new key while {other.AccessKeyId} is there";
    }

    private KeyReference Reference(UserState user, ListedKey key) => new(account.AccountId, user.UserName, key.AccessKeyId);
}
