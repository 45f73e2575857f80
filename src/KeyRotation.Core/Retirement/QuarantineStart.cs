using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>
/// Starts the quarantine of the keys of an account that were made inactive outside of this module, when they are first seen:
/// otherwise they would take the place of a new key for good.
/// </summary>
public sealed class QuarantineStart : RetirementRule
{
    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="report">Receives warnings.</param>
    /// <param name="quarantine">How long a key is quarantined before it is removed. Default: 7 days.</param>
    public QuarantineStart(AccountSession account, IReport report, TimeSpan? quarantine = null)
        : base(account, new RetirementOptions { Quarantine = quarantine ?? new RetirementOptions().Quarantine }, report)
    {
    }

    internal override bool MayConcern(CredentialReportRow row) => row.Keys.Any(key => !key.IsActive);

    private protected override IEnumerable<string> KeysOf(UserState user) => user.Exemption?.CountsAt(Now) == true
        ? []
        : user.Keys
            .Where(key => key.Status == AccessKeyStatus.Inactive && user.Journal.RecordOf(key.AccessKeyId)?.Stage != KeyStage.Quarantined)
            .Select(key => key.AccessKeyId)
            .ToList();

    private protected override KeyRotationException? NothingFor(KeyReference user) => null;

    private protected override Task<PlannedStep?> PlanKeyAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken)
    {
        RequireNoRotation(plan.User, key);
        return Task.FromResult<PlannedStep?>(PlanQuarantine(plan.User, key));
    }

    private protected override Task<AccessKey?> CarryOutInGraceAsync(PlannedStep step, CancellationToken cancellationToken) =>
        BeginQuarantineAsync(step, cancellationToken);
}
