using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>The way back: makes quarantined keys active again, at once and without a guard, but for compromised ones.</summary>
public sealed class KeyEnabling : RetirementRule
{
    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="report">Receives warnings.</param>
    /// <param name="options">Whether a compromised key is enabled too; null for not.</param>
    public KeyEnabling(AccountSession account, IReport report, RetirementOptions? options = null)
        : base(account, options ?? new RetirementOptions(), report)
    {
    }

    internal override bool MayConcern(CredentialReportRow row) => false;

    private protected override IEnumerable<string> KeysOf(UserState user) =>
        user.Journal.Records
            .Where(record => user.Find(record.Key) is ListedKey key
                && (record.Value.Stage == KeyStage.Quarantined || key.Status == AccessKeyStatus.Inactive))
            .Select(record => record.Key);

    private protected override KeyRotationException NothingFor(KeyReference user) => RetirementFailures.NothingQuarantined(user);

    private protected override Task<PlannedStep?> PlanKeyAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken)
    {
        UserState user = plan.User;
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        bool isThere = key.Status == AccessKeyStatus.Active && record?.Stage != KeyStage.Quarantined;
        KeyStage stage = record?.Stage ?? (key.Status == AccessKeyStatus.Active ? KeyStage.Current : KeyStage.Quarantined);
        KeyRotationException? objection = record?.IsCompromised == true ? RetirementFailures.KeyCompromised(user.Reference(key.AccessKeyId), record) : null;
        if (objection is not null && !Options.Force)
        {
            throw objection;
        }

        return Task.FromResult<PlannedStep?>(new PlannedStep(
            this,
            isThere ? StepKind.Nothing : StepKind.Enable,
            Describe(user, key, stage, record),
            user,
            user.WithStatus(key.AccessKeyId, AccessKeyStatus.Active))
        {
            SkippedGuard = objection is null ? null : $"enabling {user.Reference(key.AccessKeyId)} although a guard says: {objection.Message}",
        });
    }

    /// <summary>
    /// Recorded first: a key that is active again must not look quarantined, or its old time would count when it is made
    /// inactive outside of this module. One that is recorded and still inactive is enabled by running again.
    /// </summary>
    private protected override async Task<AccessKey?> CarryOutInGraceAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        KeyRecord? record = step.Record is null ? null : InService(step.Before, step.Record);
        AccessKey? recorded = record is null ? null : await RecordAsync(step, AccessKeyStatus.Active, record, cancellationToken).ConfigureAwait(false);
        await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Active, cancellationToken).ConfigureAwait(false);
        return recorded ?? Describe(step.Before, new ListedKey(step.AccessKeyId, AccessKeyStatus.Active, step.Key.CreateDate), KeyStage.Current, record, step.Key.LastUsed);
    }
}
