using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Retirement;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>
/// Rotates keys: those that are named, and of users who are not named the stale ones. For each, a key is created that
/// replaces it, verified, delivered and recorded.
/// </summary>
public sealed class KeyRotating : StepRule
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private readonly RotationOptions options;
    private readonly KeyRemoval removal;
    private readonly UnusedReplacementRemoval unusedRemoval;

    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">How.</param>
    /// <param name="report">Receives <see cref="RotatedAccessKey"/> objects as they are ready.</param>
    public KeyRotating(AccountSession account, RotationOptions options, IReport report)
        : base(account, report)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        removal = new KeyRemoval(account, new RetirementOptions { Quarantine = options.Quarantine }, report);
        unusedRemoval = new UnusedReplacementRemoval(account, report);
    }

    private DateTimeOffset Now => Account.Time.GetUtcNow();

    /// <summary>The least that a tag can say, in place of the limit that is given.</summary>
    private TimeSpan ShortestLimit => options.DaysByTag && options.OlderThan > OneDay ? OneDay : options.OlderThan;

    internal override TimeSpan ReportMayBeOld => ShortestLimit;

    internal override bool MayConcern(CredentialReportRow row) => row.Keys.Any(key => !key.IsActive || key.CreateDate is null || Now - key.CreateDate.Value >= ShortestLimit);

    internal override async Task PlanAsync(UserPlan plan, KeyTarget target, CancellationToken cancellationToken)
    {
        UserState user = plan.User;
        if (!plan.IsNamed && DueKeysOf(user).Count == 0)
        {
            return;
        }

        if (user.Journal.Pending is PendingRotation pending)
        {
            throw UserFailures.RotationInProgress(target.In(Account.AccountId), pending);
        }

        if (IsExempt(plan))
        {
            return;
        }

        if (options.ReplaceUnused && await unusedRemoval.FindAsync(user, target, options.For(user).Destinations, cancellationToken).ConfigureAwait(false) is PlannedStep unused)
        {
            await PlanAfterAsync(plan, unused, cancellationToken).ConfigureAwait(false);
            return;
        }

        ListedKey old = await ChooseAsync(user, target, plan.IsNamed, cancellationToken).ConfigureAwait(false);
        if (IsRotatedAlready(plan, old) || await RequireRoomAsync(plan, old, cancellationToken).ConfigureAwait(false) is not bool isMade)
        {
            return;
        }

        plan.Add(await PlanRotationAsync(plan.User, old, needsStepBefore: isMade, cancellationToken).ConfigureAwait(false));
    }

    internal override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        await new SingleRotation(Account, step.Before, step.Before.Find(step.AccessKeyId)!, options.For(step.Before), Report).RunAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>The unused replacement is removed only where the rotation that follows is not refused.</summary>
    private async Task PlanAfterAsync(UserPlan plan, PlannedStep unused, CancellationToken cancellationToken)
    {
        PlannedStep rotation = await PlanRotationAsync(unused.After, unused.After.Keys[0], needsStepBefore: true, cancellationToken).ConfigureAwait(false);
        if (plan.Add(unused))
        {
            plan.Add(rotation);
        }
    }

    private async Task<PlannedStep> PlanRotationAsync(UserState user, ListedKey old, bool needsStepBefore, CancellationToken cancellationToken)
    {
        RotationOptions own = options.For(user);
        RotationTags.RequireRoom(user, old, own);
        IReadOnlyList<PlaceContent> contents = await KeyDelivery.CheckAsync(own.Destinations, user.Owner, user.Reference(old.AccessKeyId), cancellationToken).ConfigureAwait(false);
        AccessKey described = Describe(user, old, KeyStage.Stale, user.Journal.RecordOf(old.AccessKeyId));
        return new PlannedStep(this, StepKind.Rotate, described, user, user)
        {
            NeedsStepBefore = needsStepBefore,
            PlaceContents = contents,
            DeliversSmtpPassword = own.Destinations.OfType<IFormedDestination>().Any(destination => destination.Form.SmtpRegion is not null),
        };
    }

    private bool IsStale(UserState user, DateTimeOffset createDate) =>
        Now - createDate >= (options.DaysByTag ? user.Journal.LimitWithin(options.OlderThan) : options.OlderThan);

    /// <summary>What is replaced without being named: the compromised key of a user who has no working one, or what is stale.</summary>
    private List<ListedKey> DueKeysOf(UserState user) => user.FindKeyToReplace() is ListedKey compromised ? [compromised] : StaleKeysOf(user);

    /// <summary>The stale keys of a user that no other key has replaced, the oldest first.</summary>
    private List<ListedKey> StaleKeysOf(UserState user) => user.Keys
        .Where(key => key.Status == AccessKeyStatus.Active && IsStale(user, key.CreateDate) && IsInUse(user.Journal.RecordOf(key.AccessKeyId)))
        .OrderBy(key => key.CreateDate)
        .ToList();

    /// <summary>IAM's list may be behind: a key that was quarantined minutes ago can still be shown as active.</summary>
    private bool IsInUse(KeyRecord? record) => record?.Stage switch
    {
        KeyStage.Superseded => false,
        KeyStage.Quarantined when record.IsCompromised => false,
        KeyStage.Quarantined => Now >= record.Since.Plus(PendingRotation.MayStillRun),
        _ => true,
    };

    private bool IsExempt(UserPlan plan)
    {
        if (plan.User.Exemption is not Exemption exemption)
        {
            return false;
        }

        string text = $"user {plan.User.UserName} {exemption.Text}";
        if (!exemption.CountsAt(Now))
        {
            plan.Warn($"The exemption of {text} is over and no longer counts. Renew it or remove the tag {JournalTags.Exempt}.");
            return false;
        }

        Note(plan, $"Exempt from rotation: {text}. Nothing was done.");
        return true;
    }

    private async Task<ListedKey> ChooseAsync(UserState user, KeyTarget target, bool isNamed, CancellationToken cancellationToken)
    {
        if (target.AccessKeyId is string id)
        {
            ListedKey named = user.Find(id) ?? throw UserFailures.KeyNotFound(user.Reference(id));
            return named.Status == AccessKeyStatus.Active || MayReplaceInactive(user, named) ? named : throw RotationFailures.KeyNotActive(user.Reference(id), named.Status);
        }

        List<ListedKey> keys = isNamed && user.FindKeyToReplace() is null ? user.Keys.Where(key => key.Status == AccessKeyStatus.Active).ToList() : DueKeysOf(user);
        return keys.Count switch
        {
            1 => keys[0],
            0 => throw RotationFailures.NoActiveKey(target.In(Account.AccountId)),
            _ => throw await TwoActiveKeysAsync(user, target.In(Account.AccountId), cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>A compromised key is replaced for a user who is left without a working one; where another key replaced it, that is said.</summary>
    private static bool MayReplaceInactive(UserState user, ListedKey key) =>
        user.Journal.RecordOf(key.AccessKeyId) is { IsCompromised: true } record
        && (user.IsWorking(record.By) || !user.Keys.Any(other => user.IsWorking(other.AccessKeyId)));

    private bool IsRotatedAlready(UserPlan plan, ListedKey old)
    {
        if (plan.User.Journal.RecordOf(old.AccessKeyId) is not { By: string by } record || (record.Stage != KeyStage.Superseded && !record.IsCompromised))
        {
            return false;
        }

        KeyReference key = plan.User.Reference(old.AccessKeyId);
        if (plan.User.IsWorking(by))
        {
            Note(plan, $"{key} was rotated already: {by} replaces it."
                + (old.Status == AccessKeyStatus.Active ? $" Next: Disable-OldAccessKey -UserName {plan.User.UserName}." : string.Empty));
            return true;
        }

        // IAM's list may be behind: a replacement so young is not taken for deleted.
        DateTimeOffset shown = record.Since.Plus(PendingRotation.MayStillRun);
        return plan.User.Find(by) is null && Now < shown ? throw RotationFailures.ReplacementNotVisible(key, by, shown) : false;
    }

    /// <summary>Whether room has to be made before; null where that was declined.</summary>
    private async Task<bool?> RequireRoomAsync(UserPlan plan, ListedKey old, CancellationToken cancellationToken)
    {
        UserState user = plan.User;
        KeyReference key = user.Reference(old.AccessKeyId);
        if (user.Keys.FirstOrDefault(listed => !KeyIds.AreSame(listed.AccessKeyId, old.AccessKeyId)) is not ListedKey other)
        {
            return false;
        }

        if (other.Status == AccessKeyStatus.Active)
        {
            throw await TwoActiveKeysAsync(user, key, cancellationToken).ConfigureAwait(false);
        }

        if (!options.MakeRoom)
        {
            throw NoRoom(user, key, other);
        }

        PlannedStep? step = await removal.PlanAsync(plan, other, cancellationToken).ConfigureAwait(false);
        step?.IsPreparation = true;
        bool isAdded = step is not null && plan.Add(step);
        if (step?.Kind != StepKind.Remove)
        {
            throw NoRoom(plan.User, key, other);
        }

        if (!isAdded)
        {
            return null;
        }

        plan.Warn($"{user.Reference(other.AccessKeyId)} is retired and is removed first, to make room for a new key.");
        return true;
    }

    private KeyRotationException NoRoom(UserState user, KeyReference key, ListedKey other) =>
        RotationFailures.NoRoomForKey(key, other, FreeFrom(user, other), bringsBack: !user.IsCompromised(other.AccessKeyId) && !user.Keys.Any(listed => user.IsWorking(listed.AccessKeyId)));

    /// <summary>From when on the other key can be removed; null where its quarantine has not begun.</summary>
    private DateTimeOffset? FreeFrom(UserState user, ListedKey other) =>
        user.Journal.RecordOf(other.AccessKeyId) is { Stage: KeyStage.Quarantined } record ? record.Since.Plus(options.Quarantine) : null;

    private static async Task<KeyRotationException> TwoActiveKeysAsync(UserState user, KeyReference key, CancellationToken cancellationToken)
    {
        List<ListedKey> byAge = user.Keys.OrderBy(listed => listed.CreateDate).ToList();
        EvidenceOfUse[] uses = await Task.WhenAll(byAge.Select(listed => user.LastUseAsync(listed.AccessKeyId, cancellationToken))).ConfigureAwait(false);
        return RotationFailures.TwoActiveKeys(key, byAge, uses);
    }

    /// <summary>News to who named the key; every day's state to a pass over the whole account.</summary>
    private void Note(UserPlan plan, string message)
    {
        if (plan.IsNamed)
        {
            plan.Warn(message);
        }
        else
        {
            Report.Verbose(message);
        }
    }
}
