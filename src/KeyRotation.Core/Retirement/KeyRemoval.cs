using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>
/// Deletes retired keys: those that the journal says are quarantined, for long enough, unused since, and that a
/// read just before says are inactive.
/// </summary>
public sealed class KeyRemoval : RetirementRule
{
    /// <summary>Making a key inactive takes a moment to be known everywhere: uses so soon after it are the old state's.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(1);

    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">The guards.</param>
    /// <param name="report">Receives failures and warnings.</param>
    public KeyRemoval(AccountSession account, RetirementOptions options, IReport report)
        : base(account, options, report)
    {
    }

    internal override TimeSpan ReportMayBeOld => Options.Force ? TimeSpan.Zero : Options.Quarantine;

    internal override bool MayConcern(CredentialReportRow row) => row.Keys.Any(key => !key.IsActive);

    private protected override IEnumerable<string> KeysOf(UserState user) => user.Journal.Records
        .Where(record => record.Value.Stage is KeyStage.Quarantined or KeyStage.Superseded)
        .Where(record => user.Find(record.Key)?.Status == AccessKeyStatus.Inactive)
        .Where(record => !Options.KeepUntilReplaced || !KeyIds.AreSame(user.FindKeyToReplace()?.AccessKeyId, record.Key))
        .Select(record => record.Key);

    private protected override KeyRotationException NothingFor(KeyReference user) => RetirementFailures.NothingRetired(user);

    private protected override Task<PlannedStep?> PlanKeyAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken) =>
        PlanAsync(plan, key, cancellationToken);

    /// <summary>Plans the removal of one key, or what has to come before it.</summary>
    internal async Task<PlannedStep?> PlanAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken)
    {
        UserState user = plan.User;
        KeyReference reference = user.Reference(key.AccessKeyId);
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        RequireNoRotation(user, key);
        RequireNotCompromised(user, key);
        if (key.Status == AccessKeyStatus.Active && record is { Stage: KeyStage.Quarantined })
        {
            return PlanRecordActive(user, key, record);
        }

        if (key.Status != AccessKeyStatus.Inactive)
        {
            throw RetirementFailures.KeyIsActive(reference, key.Status);
        }

        if (record?.Stage != KeyStage.Quarantined)
        {
            return PlanQuarantine(user, key);
        }

        KeyRotationException? objection = DoubtAboutTime(reference, "removed") ?? (IsOver(record) ? null : RetirementFailures.QuarantineNotOver(reference, record.Since, record.Since.Plus(Options.Quarantine)));
        if (objection is not null && !Options.Force && !plan.IsNamed)
        {
            // When it was last used matters on the day that it is removed.
            throw objection;
        }

        EvidenceOfUse use = await user.LastUseAsync(key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Used && use.At > record.Since.Plus(Aftermath))
        {
            plan.Warn($"{reference} was used at {Failures.Time(use.At.Value)}, after its quarantine began: it had been made active outside of this module.");
            return PlanQuarantine(user, key);
        }

        objection ??= use.Kind == UseKind.Unknown ? UserFailures.EvidenceUnknown(reference, "removed", use) : null;
        return objection is null || Options.Force ? PlanRemoval(user, key, record, use, objection) : throw objection;
    }

    private protected override async Task<AccessKey?> CarryOutInGraceAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case StepKind.BeginQuarantine:
                return await BeginQuarantineAsync(step, cancellationToken).ConfigureAwait(false);
            case StepKind.RecordActive:
                await RecordActiveAsync(step, cancellationToken).ConfigureAwait(false);
                throw RetirementFailures.KeyIsActive(step.Key.Reference, AccessKeyStatus.Active);
            default:
                await DeleteAsync(step, cancellationToken).ConfigureAwait(false);
                await RemoveTagsAsync(step, cancellationToken).ConfigureAwait(false);
                return step.Key;
        }
    }

    private bool IsOver(KeyRecord record) => Now >= record.Since.Plus(Options.Quarantine);

    private PlannedStep PlanRemoval(UserState user, ListedKey key, KeyRecord record, EvidenceOfUse use, KeyRotationException? skipped) =>
        new(this, StepKind.Remove, Describe(user, key, KeyStage.Retired, record, use), user, user.WithoutKey(key.AccessKeyId))
        {
            Consequence = "which cannot be undone",
            SkippedGuard = skipped is null ? null : $"removing {user.Reference(key.AccessKeyId)} although a guard says: {skipped.Message}",
        };

    private async Task DeleteAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        // The last look before the one step that nothing brings back.
        AccessKeyStatus? status = await StatusAsync(step, cancellationToken).ConfigureAwait(false);
        if (status is not null and not AccessKeyStatus.Inactive)
        {
            throw RetirementFailures.KeyIsActive(step.Key.Reference, status.Value);
        }

        if (step.SkippedGuard is null && DoubtAboutTime(step.Key.Reference, "removed") is KeyRotationException doubt)
        {
            throw doubt;
        }

        try
        {
            await Account.Identity.DeleteAccessKeyAsync(step.UserName, step.AccessKeyId, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            Report.Verbose($"{step.Key} is gone already.");
        }
        catch (ServiceException problem) when (problem.IsUnclear)
        {
            if (await StatusAsync(step, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw;
            }

            Report.Verbose($"{step.Key} is gone: the answer to its deletion was lost.");
        }
    }

    /// <summary>What IAM says of the key now; null when it is gone.</summary>
    private async Task<AccessKeyStatus?> StatusAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedKey> keys = await Account.Identity.ListAccessKeysAsync(step.UserName, cancellationToken).ConfigureAwait(false);
        return keys.FirstOrDefault(key => KeyIds.AreSame(key.AccessKeyId, step.AccessKeyId))?.Status;
    }

    /// <summary>The journal's tag, and the one that the console keeps a key's description in.</summary>
    private async Task RemoveTagsAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        try
        {
            await Account.Identity.UntagUserAsync(step.UserName, [JournalTags.ForKey(step.AccessKeyId), step.AccessKeyId], cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem)
        {
            Report.Failure(RetirementFailures.TagsNotRemoved(step.Key.Reference, problem));
        }
    }
}
