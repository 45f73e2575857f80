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
/// Makes the dormant keys of an account inactive: those that were not used for some days. CIS AWS Foundations asks for it
/// after 45 days (90 before version 1.4).
/// </summary>
public sealed class DormantKeyDisabling : RetirementRule
{
    private readonly TimeSpan dormantFor;
    private readonly KeyDisabling disabling;

    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="dormantFor">How long a key must have been unused, and must have been there.</param>
    /// <param name="report">Receives warnings.</param>
    /// <param name="quarantine">How long a key is quarantined before it is removed. Default: 7 days.</param>
    public DormantKeyDisabling(AccountSession account, TimeSpan dormantFor, IReport report, TimeSpan? quarantine = null)
        : base(account, new RetirementOptions { Quarantine = quarantine ?? new RetirementOptions().Quarantine }, report)
    {
        this.dormantFor = dormantFor;
        disabling = new KeyDisabling(account, Options, report);
    }

    internal override TimeSpan ReportMayBeOld => dormantFor;

    internal override bool MayConcern(CredentialReportRow row) => row.Keys.Any(key =>
        key.IsActive
        && (key.CreateDate is null || Now - key.CreateDate >= dormantFor)
        && (key.LastUsed.At is null || Now - key.LastUsed.At >= dormantFor));

    private protected override IEnumerable<string> KeysOf(UserState user) => user.Exemption?.CountsAt(Now) == true
        ? []
        : user.Keys
            .Where(key => key.Status == AccessKeyStatus.Active && !user.IsCompromised(key.AccessKeyId) && user.Journal.RecordOf(key.AccessKeyId)?.By is null && Now - UnusedSince(user, key, use: null) >= dormantFor)
            .Select(key => key.AccessKeyId)
            .ToList();

    private protected override KeyRotationException? NothingFor(KeyReference user) => null;

    private protected override async Task<PlannedStep?> PlanKeyAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken)
    {
        RequireNoRotation(plan.User, key);
        RequireNotCompromised(plan.User, key);
        EvidenceOfUse use = await plan.User.LastUseAsync(key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Unknown)
        {
            throw UserFailures.EvidenceUnknown(plan.User.Reference(key.AccessKeyId), "disabled", use);
        }

        if (DoubtAboutTime(plan.User.Reference(key.AccessKeyId), "disabled") is KeyRotationException doubt)
        {
            throw doubt;
        }

        if (Now - UnusedSince(plan.User, key, use) < dormantFor)
        {
            return null;
        }

        RequireRoomForTag(plan.User, key);
        return disabling.PlanDisable(plan.User, key, use, skipped: null);
    }

    private protected override Task<AccessKey?> CarryOutInGraceAsync(PlannedStep step, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The steps of this rule are carried out by the rule that disables keys.");

    /// <summary>A key that was brought back counts from then on: it is not disabled again the next day.</summary>
    private static DateTimeOffset UnusedSince(UserState user, ListedKey key, EvidenceOfUse? use)
    {
        DateTimeOffset since = key.CreateDate;
        foreach (DateTimeOffset? later in new[] { use?.At, user.Journal.RecordOf(key.AccessKeyId)?.Since })
        {
            since = later > since ? later.Value : since;
        }

        return since;
    }
}
