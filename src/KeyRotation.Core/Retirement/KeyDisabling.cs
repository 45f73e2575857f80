using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Journal;
using KeyRotation.Rotation;

namespace KeyRotation.Retirement;

/// <summary>
/// Makes old keys inactive: superseded ones that went quiet since their replacement was verified, and dormant
/// ones that are asked for by id.
/// </summary>
public sealed class KeyDisabling : RetirementStep
{
    /// <summary>Prepares the step.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">The guards.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects, failures and warnings.</param>
    public KeyDisabling(AccountSession account, RetirementOptions options, IReport report)
        : base(account, options, report)
    {
    }

    private protected override string Activity => "Disabling old access keys";

    private protected override Task<IReadOnlyList<KeyTarget>> FindAsync(CancellationToken cancellationToken) =>
        AccountUsers.FindAsync(
            Account,
            row => row.FirstKey is not null && row.SecondKey is not null,
            Options.Force ? TimeSpan.Zero : Options.UnusedFor ?? RetirementOptions.DefaultUnusedFor,
            Report,
            cancellationToken);

    private protected override IEnumerable<string> KeysOf(UserState user) =>
        user.Journal.Records
            .Where(record => record.Value.By is not null && (record.Value.Stage == KeyStage.Superseded ? user.Find(record.Key) is not null : user.IsActive(record.Key)))
            .Select(record => record.Key);

    private protected override KeyRotationException NothingFor(KeyReference user) => Failures.NothingSuperseded(user);

    private protected override async Task<PlannedStep?> PlanKeyAsync(UserState user, ListedKey key, bool named, CancellationToken cancellationToken)
    {
        KeyReference reference = Reference(user, key);
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        RetirementGuards.EnsureNoRotationRuns(user, reference, Account.Time.GetUtcNow());
        if (key.Status != AccessKeyStatus.Active)
        {
            return record?.Stage == KeyStage.Quarantined
                ? new PlannedStep(StepKind.Nothing, Describe(reference, key.Status, key.CreateDate, KeyStage.Quarantined, record, EvidenceOfUse.Unknown("not looked up")), record)
                : PlanQuarantine(user, key, record);
        }

        if (record is { Stage: KeyStage.Quarantined, By: not null } && !Options.Force)
        {
            return PlanRecordActive(user, key, record);
        }

        RetirementGuards.EnsureTagFits(user, reference);
        EvidenceOfUse use = await LastUse.OfAsync(Account, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        KeyRotationException? objection = Object(user, key, record, use);
        if (objection is null || Options.Force)
        {
            return new PlannedStep(StepKind.Disable, Describe(reference, key.Status, key.CreateDate, StageOf(record), record, use), record)
            {
                SkippedGuard = objection is null ? null : $"disabling {reference} although a guard says: {objection.Message}",
            };
        }

        if (!named && objection.ErrorId == Failures.NotQuietLongEnoughId)
        {
            Report.Verbose(objection.Message);
            return null;
        }

        throw objection;
    }

    private protected override Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken) => step.Kind switch
    {
        StepKind.BeginQuarantine => BeginQuarantineAsync(step, cancellationToken),
        StepKind.RecordActive => RecordActiveAsync(step, cancellationToken),
        _ => DisableAsync(step, cancellationToken),
    };

    private async Task<AccessKey?> DisableAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Inactive, cancellationToken).ConfigureAwait(false);
        var record = new KeyRecord(KeyStage.Quarantined, Account.Time.GetUtcNow()) { By = step.Record?.By, Forced = step.SkippedGuard is not null };
        try
        {
            await TagAsync(step.UserName, step.AccessKeyId, record, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (!problem.IsUnclear)
        {
            // Without a record nothing would lead back: a key is not left disabled that the journal does not know of.
            await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Active, cancellationToken).ConfigureAwait(false);
            throw Failures.DisableNotRecorded(step.Key.Reference, problem);
        }
        catch (ServiceException problem)
        {
            throw Failures.DisableUnclear(step.Key.Reference, problem);
        }

        return Describe(step.Key.Reference, AccessKeyStatus.Inactive, step.Key.CreateDate, KeyStage.Quarantined, record, step.Key.LastUsed);
    }

    /// <summary>What speaks against disabling an active key; null when nothing does.</summary>
    private KeyRotationException? Object(UserState user, ListedKey key, KeyRecord? record, EvidenceOfUse use)
    {
        KeyReference reference = Reference(user, key);
        bool replaced = record?.By is not null;
        if (replaced && !user.IsActive(record!.By))
        {
            return Failures.ReplacementNotActive(reference, record.By!);
        }

        DateTimeOffset since = replaced ? record!.Since : key.CreateDate;
        TimeSpan needed = Options.UnusedFor ?? (replaced ? RetirementOptions.DefaultUnusedFor : RetirementOptions.DefaultDormantFor);
        DateTimeOffset now = Account.Time.GetUtcNow();
        return use.Kind switch
        {
            UseKind.Unknown => Failures.EvidenceUnknown(reference, "disabled", use),
            UseKind.Used when use.At > since && now - use.At < needed => Failures.OldKeyInUse(reference, use, replaced ? record!.By : null, needed),
            _ when now - since < needed => Failures.NotQuietLongEnough(reference, since, replaced, needed),
            _ => null,
        };
    }

    private static KeyStage StageOf(KeyRecord? record) => record?.By is null ? KeyStage.Current : KeyStage.Superseded;
}
