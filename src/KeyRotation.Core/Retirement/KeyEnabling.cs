using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;
using KeyRotation.Rotation;

namespace KeyRotation.Retirement;

/// <summary>The way back: makes quarantined keys active again, at once and without a guard.</summary>
public sealed class KeyEnabling : RetirementStep
{
    /// <summary>Prepares the step.</summary>
    /// <param name="account">The account.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects, failures and warnings.</param>
    public KeyEnabling(AccountSession account, IReport report)
        : base(account, new RetirementOptions(), report)
    {
    }

    private protected override string Activity => "Enabling old access keys";

    private protected override Task<IReadOnlyList<KeyTarget>> FindAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeyTarget>>([]);

    private protected override IEnumerable<string> KeysOf(UserState user) =>
        user.Journal.Records
            .Where(record => record.Value.Stage != KeyStage.Current && user.Find(record.Key) is ListedKey key
                && (record.Value.Stage == KeyStage.Quarantined || key.Status == AccessKeyStatus.Inactive))
            .Select(record => record.Key);

    private protected override KeyRotationException NothingFor(KeyReference user) => Failures.NothingQuarantined(user);

    private protected override Task<PlannedStep?> PlanKeyAsync(UserState user, ListedKey key, bool named, CancellationToken cancellationToken)
    {
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        bool isThere = key.Status == AccessKeyStatus.Active && record?.Stage != KeyStage.Quarantined;
        KeyStage stage = record?.Stage ?? (key.Status == AccessKeyStatus.Active ? KeyStage.Current : KeyStage.Quarantined);
        AccessKey seen = Describe(Reference(user, key), key.Status, key.CreateDate, stage, record, EvidenceOfUse.Unknown("not looked up"));
        return Task.FromResult<PlannedStep?>(new PlannedStep(isThere ? StepKind.Nothing : StepKind.Enable, seen, record));
    }

    private protected override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Active, cancellationToken).ConfigureAwait(false);
        KeyRecord? record = step.Record?.By is string by ? new KeyRecord(KeyStage.Superseded, Account.Time.GetUtcNow()) { By = by } : null;
        try
        {
            await RecordAsync(step, record, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem)
        {
            Report.Failure(Failures.EnableNotRecorded(step.Key.Reference, problem));
        }

        KeyStage stage = record is null ? KeyStage.Current : KeyStage.Superseded;
        return Describe(step.Key.Reference, AccessKeyStatus.Active, step.Key.CreateDate, stage, record, step.Key.LastUsed);
    }

    /// <summary>A key without a replacement goes back to where it was before: unknown to the journal.</summary>
    private Task RecordAsync(PlannedStep step, KeyRecord? record, CancellationToken cancellationToken) =>
        record is not null
            ? TagAsync(step.UserName, step.AccessKeyId, record, cancellationToken)
            : step.Record is not null
                ? Account.Identity.UntagUserAsync(step.UserName, [JournalTags.ForKey(step.AccessKeyId)], cancellationToken)
                : Task.CompletedTask;
}
