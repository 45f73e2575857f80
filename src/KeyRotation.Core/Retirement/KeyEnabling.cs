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
            .Where(record => user.Find(record.Key) is ListedKey key
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

    /// <summary>
    /// Recorded first: a key that is active again must not look quarantined, or its old time would count when somebody
    /// makes it inactive. One that is recorded and still inactive is enabled by running again.
    /// </summary>
    private protected override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        KeyRecord? record = step.Record is null ? null : InService(step.Record);
        if (record is not null)
        {
            await TagAsync(step.UserName, step.AccessKeyId, record, cancellationToken).ConfigureAwait(false);
        }

        await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Active, cancellationToken).ConfigureAwait(false);
        return Describe(step.Key.Reference, AccessKeyStatus.Active, step.Key.CreateDate, record?.Stage ?? KeyStage.Current, record, step.Key.LastUsed);
    }
}
