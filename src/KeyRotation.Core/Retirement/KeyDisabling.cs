using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Activity;
using KeyRotation.CredentialReports;
using KeyRotation.Delivery;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>
/// Makes old keys inactive: superseded ones that went quiet since their replacement was verified, and dormant
/// ones that are asked for by id.
/// </summary>
public sealed class KeyDisabling : RetirementRule
{
    private readonly ReplacementGuard replacements;
    private readonly RecentUsers? users;

    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">The guards.</param>
    /// <param name="report">Receives warnings.</param>
    /// <param name="destinations">Where secrets are delivered, to see whether a replacement is still there; null where that is not known.</param>
    public KeyDisabling(AccountSession account, RetirementOptions options, IReport report, IDestinationMap? destinations = null)
        : base(account, options, report)
    {
        replacements = new ReplacementGuard(destinations ?? new SameDestinations([]));
        users = Options is { ShowUsers: true, Force: false } ? new RecentUsers(account) : null;
    }

    internal override TimeSpan ReportMayBeOld => Options.Force ? TimeSpan.Zero : Options.UnusedFor ?? RetirementOptions.DefaultUnusedFor;

    internal override bool MayConcern(CredentialReportRow row) => row.FirstKey is not null && row.SecondKey is not null;

    /// <summary>Plans to disable a key whose guards have passed.</summary>
    internal PlannedStep PlanDisable(UserState user, ListedKey key, EvidenceOfUse use, KeyRotationException? skipped)
    {
        KeyReference reference = user.Reference(key.AccessKeyId);
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        return new PlannedStep(
            this,
            StepKind.Disable,
            Describe(user, key, record?.By is null ? KeyStage.Current : KeyStage.Superseded, record, use),
            user,
            user.WithStatus(key.AccessKeyId, AccessKeyStatus.Inactive).WithRecord(key.AccessKeyId, new KeyRecord(KeyStage.Quarantined, Now) { By = record?.By }))
        {
            Consequence = "and begin its quarantine, which ends at " + EndOfQuarantine,
            SkippedGuard = skipped is null ? null : $"disabling {reference} although a guard says: {skipped.Message}",
        };
    }

    private protected override IEnumerable<string> KeysOf(UserState user) =>
        user.Journal.Records
            .Where(record => record.Value.IsCompromised ? user.IsActive(record.Key)
                : record.Value.By is not null && (record.Value.Stage == KeyStage.Superseded ? user.Find(record.Key) is not null : user.IsActive(record.Key)))
            .Select(record => record.Key);

    private protected override KeyRotationException NothingFor(KeyReference user) => RetirementFailures.NothingSuperseded(user);

    private protected override async Task<PlannedStep?> PlanKeyAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken)
    {
        UserState user = plan.User;
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        RequireNoRotation(user, key);
        RequireNotCompromised(user, key);
        if (key.Status != AccessKeyStatus.Active)
        {
            return record?.Stage == KeyStage.Quarantined
                ? new PlannedStep(this, StepKind.Nothing, Describe(user, key, KeyStage.Quarantined, record), user, user)
                : PlanQuarantine(user, key);
        }

        if (record is { Stage: KeyStage.Quarantined, By: not null } && !Options.Force)
        {
            return PlanRecordActive(user, key, record);
        }

        RequireRoomForTag(user, key);
        EvidenceOfUse use = await user.LastUseAsync(key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        KeyRotationException? objection = Object(user, key, record, use);
        if (objection is null && user.Find(record?.By) is ListedKey replacement)
        {
            objection = await replacements.ObjectAsync(user, key, replacement, cancellationToken).ConfigureAwait(false);
        }

        if (users is not null && objection?.ErrorId == RetirementFailures.OldKeyInUseId)
        {
            objection = RetirementFailures.WithRemark(objection, await users.DescribeAsync(user.Reference(key.AccessKeyId), use, cancellationToken).ConfigureAwait(false));
        }

        return objection is null || Options.Force ? PlanDisable(user, key, use, objection) : throw objection;
    }

    private protected override Task<AccessKey?> CarryOutInGraceAsync(PlannedStep step, CancellationToken cancellationToken) => step.Kind switch
    {
        StepKind.BeginQuarantine => BeginQuarantineAsync(step, cancellationToken),
        StepKind.RecordActive => RecordActiveAsync(step, cancellationToken),
        _ => DisableAsync(step, cancellationToken),
    };

    private async Task<AccessKey?> DisableAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        if (step.Record is { Stage: KeyStage.Quarantined } former)
        {
            // Where this ends after the next call, the time of an earlier quarantine must not count for this one.
            await RecordAsync(step, AccessKeyStatus.Active, former with { Stage = former.By is null ? KeyStage.Current : KeyStage.Superseded, Forced = false }, cancellationToken).ConfigureAwait(false);
        }

        await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Inactive, cancellationToken).ConfigureAwait(false);
        if (Account.TimeDoubt is string doubt)
        {
            // Only -Force comes here. A beginning that is recorded too early would end too early.
            Report.Warning($"{step.Key} is disabled. Its quarantine is not recorded, because AWS's time is not certain: {doubt} It begins with the next run that knows the time.");
            return Describe(step.Before, new ListedKey(step.AccessKeyId, AccessKeyStatus.Inactive, step.Key.CreateDate), KeyStage.Quarantined, step.Record, step.Key.LastUsed);
        }

        var record = new KeyRecord(KeyStage.Quarantined, Now) { By = step.Record?.By, Forced = step.SkippedGuard is not null };
        try
        {
            return await RecordAsync(step, AccessKeyStatus.Inactive, record, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (!problem.IsUnclear)
        {
            // Without a record nothing would lead back: a key is not left disabled that the journal does not know of.
            await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Active, cancellationToken).ConfigureAwait(false);
            throw RetirementFailures.DisableNotRecorded(step.Key.Reference, problem);
        }
        catch (ServiceException problem)
        {
            throw RetirementFailures.DisableUnclear(step.Key.Reference, problem);
        }
    }

    /// <summary>What speaks against disabling an active key; null when nothing does.</summary>
    private KeyRotationException? Object(UserState user, ListedKey key, KeyRecord? record, EvidenceOfUse use)
    {
        KeyReference reference = user.Reference(key.AccessKeyId);
        bool replaced = record?.By is not null;
        if (replaced && !user.IsWorking(record!.By))
        {
            return RetirementFailures.ReplacementNotActive(reference, record.By!);
        }

        DateTimeOffset since = replaced ? record!.Since : key.CreateDate;
        TimeSpan needed = Options.UnusedFor ?? (replaced ? RetirementOptions.DefaultUnusedFor : RetirementOptions.DefaultDormantFor);
        return use.Kind switch
        {
            UseKind.Unknown => UserFailures.EvidenceUnknown(reference, "disabled", use),
            _ when DoubtAboutTime(reference, "disabled") is KeyRotationException doubt => doubt,
            UseKind.Used when use.At > since && Now - use.At < needed => RetirementFailures.OldKeyInUse(reference, use, replaced ? record!.By : null, needed),
            _ when Now - since < needed => RetirementFailures.NotQuietLongEnough(reference, since, replaced, needed),
            _ => null,
        };
    }
}
