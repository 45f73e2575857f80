using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>A rule about keys that are to go: each key is judged by itself.</summary>
public abstract class RetirementRule : StepRule
{
    private protected RetirementRule(AccountSession account, RetirementOptions options, IReport report)
        : base(account, report) => Options = options ?? throw new ArgumentNullException(nameof(options));

    private protected RetirementOptions Options { get; }

    private protected DateTimeOffset Now => Account.Time.GetUtcNow();

    /// <summary>When a quarantine ends that begins now, in words.</summary>
    private protected string EndOfQuarantine => Display.Time(Now.Plus(Options.Quarantine));

    internal sealed override async Task PlanAsync(UserPlan plan, KeyTarget target, CancellationToken cancellationToken)
    {
        List<string> ids = target.AccessKeyId is null ? KeysOf(plan.User).ToList() : [target.AccessKeyId];
        if (ids.Count == 0 && plan.IsNamed && NothingFor(target.In(Account.AccountId)) is KeyRotationException nothing)
        {
            throw nothing;
        }

        foreach (string id in ids)
        {
            try
            {
                ListedKey key = plan.User.Find(id) ?? throw UserFailures.KeyNotFound(plan.User.Reference(id));
                if (await PlanKeyAsync(plan, key, cancellationToken).ConfigureAwait(false) is PlannedStep step)
                {
                    plan.Add(step);
                }
            }
            catch (KeyRotationException refusal)
            {
                plan.Refuse(refusal);
            }
        }
    }

    internal sealed override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        using var grace = new GracePeriod(cancellationToken);
        return await CarryOutInGraceAsync(step, grace.Token).ConfigureAwait(false);
    }

    /// <summary>The keys of a user that the rule is for when none is named by id.</summary>
    private protected abstract IEnumerable<string> KeysOf(UserState user);

    /// <summary>The failure of a user who was named and has no key that the rule is for; null where that is none.</summary>
    private protected abstract KeyRotationException? NothingFor(KeyReference user);

    /// <summary>Checks the guards of one key; null when there is nothing to do.</summary>
    private protected abstract Task<PlannedStep?> PlanKeyAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken);

    private protected abstract Task<AccessKey?> CarryOutInGraceAsync(PlannedStep step, CancellationToken cancellationToken);

    private protected void RequireNoRotation(UserState user, ListedKey key)
    {
        if (user.Journal.Pending is PendingRotation pending && pending.MayRunAt(Now))
        {
            throw UserFailures.RotationInProgress(user.Reference(key.AccessKeyId), pending);
        }
    }

    /// <summary>What speaks against the time that a step rests on; null when nothing does.</summary>
    private protected KeyRotationException? DoubtAboutTime(KeyReference key, string step) =>
        Account.TimeDoubt is string doubt ? UserFailures.ServerTimeUnknown(key, $"{key} is not {step}", doubt) : null;

    private protected static void RequireRoomForTag(UserState user, ListedKey key)
    {
        if (!user.Journal.HasRoomFor([JournalTags.ForKey(key.AccessKeyId)]))
        {
            throw UserFailures.NoRoomForTags(user.Reference(key.AccessKeyId), user.Journal.Tags.Count, needed: 1);
        }
    }

    private protected async Task<AccessKey> RecordAsync(PlannedStep step, AccessKeyStatus status, KeyRecord record, CancellationToken cancellationToken)
    {
        await Account.Identity.TagUserAsync(
            step.UserName,
            new Dictionary<string, string>(StringComparer.Ordinal) { [JournalTags.ForKey(step.AccessKeyId)] = record.ToTagValue() },
            cancellationToken).ConfigureAwait(false);
        return Describe(step.Before, new ListedKey(step.AccessKeyId, status, step.Key.CreateDate), record.Stage, record, step.Key.LastUsed);
    }

    private protected PlannedStep PlanQuarantine(UserState user, ListedKey key)
    {
        // A beginning that is recorded too early ends too early.
        if (DoubtAboutTime(user.Reference(key.AccessKeyId), "recorded as quarantined from now on") is KeyRotationException doubt)
        {
            throw doubt;
        }

        RequireRoomForTag(user, key);
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        return new PlannedStep(
            this,
            StepKind.BeginQuarantine,
            Describe(user, key, KeyStage.Quarantined, record),
            user,
            user.WithRecord(key.AccessKeyId, QuarantinedNow(record)))
        {
            Consequence = "which ends at " + EndOfQuarantine,
        };
    }

    /// <summary>Records the quarantine of a key that was made inactive outside of this module: it counts from when it is first seen.</summary>
    private protected async Task<AccessKey?> BeginQuarantineAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        AccessKey key = await RecordAsync(step, AccessKeyStatus.Inactive, QuarantinedNow(step.Record), cancellationToken).ConfigureAwait(false);
        Report.Warning($"{step.Key} is inactive, and the journal does not say since when: its quarantine counts from now on.");
        return key;
    }

    /// <summary>The record of a key whose quarantine begins now. Why it began does not change with that.</summary>
    private KeyRecord QuarantinedNow(KeyRecord? record) =>
        new(KeyStage.Quarantined, Now) { By = record?.By, IsCompromised = record?.IsCompromised == true, Finding = record?.Finding };

    /// <exception cref="KeyRotationException">The key is active although the journal says that it is compromised.</exception>
    private protected void RequireNotCompromised(UserState user, ListedKey key)
    {
        if (key.Status == AccessKeyStatus.Active && user.IsCompromised(key.AccessKeyId))
        {
            // IAM's list may be behind: a key that was disabled minutes ago can still be shown as active.
            DateTimeOffset since = user.Journal.RecordOf(key.AccessKeyId)!.Since;
            DateTimeOffset shown = since.Plus(PendingRotation.MayStillRun);
            throw UserFailures.CompromisedKeyActive(user.Reference(key.AccessKeyId), since, Now < shown ? shown : null);
        }
    }

    private protected PlannedStep PlanRecordActive(UserState user, ListedKey key, KeyRecord record)
    {
        KeyRecord then = InService(user, record);
        return new PlannedStep(this, StepKind.RecordActive, Describe(user, key, then.Stage, record), user, user.WithRecord(key.AccessKeyId, then));
    }

    /// <summary>Records that a quarantined key was made active outside of this module: the time of its quarantine no longer counts.</summary>
    private protected async Task<AccessKey?> RecordActiveAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        AccessKey key = await RecordAsync(step, AccessKeyStatus.Active, InService(step.Before, step.Record!), cancellationToken).ConfigureAwait(false);
        Report.Warning($"{step.Key} was quarantined and was made active outside of this module: its time of quiet counts from now on.");
        return key;
    }

    /// <summary>What the journal says of a key that is active again, from now on: a compromised replacement replaces it no longer.</summary>
    private protected KeyRecord InService(UserState user, KeyRecord record)
    {
        string? by = user.IsCompromised(record.By) ? null : record.By;
        return new KeyRecord(by is null ? KeyStage.Current : KeyStage.Superseded, Now.OrLater(record.Since)) { By = by };
    }
}
