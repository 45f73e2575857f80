using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>
/// Takes back a recorded replacement that was never used, so that its old key can be rotated again. It is the backout of CIS AWS
/// Foundations for a lost secret: create a new key, and retire the one whose secret nobody has.
/// </summary>
internal sealed class UnusedReplacementRemoval : StepRule
{
    public UnusedReplacementRemoval(AccountSession account, IReport report)
        : base(account, report)
    {
    }

    internal override bool MayConcern(CredentialReportRow row) => false;

    internal override Task PlanAsync(UserPlan plan, KeyTarget target, CancellationToken cancellationToken) => TryPlanAsync(plan, target, cancellationToken);

    internal override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        EvidenceOfUse use = await LastUse.OfAsync(Account, step.AccessKeyId, cancellationToken).ConfigureAwait(false);
        RequireUnused(step.Before, step.Before.Find(step.AccessKeyId)!, use);
        using var grace = new GracePeriod(cancellationToken);
        await NewKeyRemoval.RemoveAsync(Account, step.UserName, step.AccessKeyId, grace.Token).ConfigureAwait(false);
        IEnumerable<string> tags = step.Before.Journal.Tags.Keys.Except(step.After.Journal.Tags.Keys);
        await Account.Identity.UntagUserAsync(step.UserName, tags.ToList(), grace.Token).ConfigureAwait(false);
        Report.Warning($"{step.Key} was never used. It is deleted, and a new key takes its place.");
        return step.Key;
    }

    /// <summary>Plans the removal of a replacement of the target; null where it has none, and false where the removal was declined.</summary>
    /// <exception cref="KeyRotationException">The replacement was used, or the key that it replaced is not active.</exception>
    internal async Task<bool?> TryPlanAsync(UserPlan plan, KeyTarget target, CancellationToken cancellationToken)
    {
        UserState user = plan.User;
        foreach (KeyValuePair<string, KeyRecord> record in user.Journal.Records.Where(record => record.Value.By is not null))
        {
            bool isAsked = target.AccessKeyId is null || KeyIds.AreSame(target.AccessKeyId, record.Key) || KeyIds.AreSame(target.AccessKeyId, record.Value.By);
            if (isAsked && user.Find(record.Key) is ListedKey old && user.Find(record.Value.By) is ListedKey replacement)
            {
                return plan.Add(await PlanAsync(user, old, replacement, cancellationToken).ConfigureAwait(false));
            }
        }

        return null;
    }

    private async Task<PlannedStep> PlanAsync(UserState user, ListedKey old, ListedKey replacement, CancellationToken cancellationToken)
    {
        if (old.Status != AccessKeyStatus.Active)
        {
            throw Failures.ReplacedKeyNotActive(user.Reference(old.AccessKeyId), replacement.AccessKeyId);
        }

        EvidenceOfUse use = await user.LastUseAsync(replacement.AccessKeyId, cancellationToken).ConfigureAwait(false);
        RequireUnused(user, replacement, use);
        KeyRecord? record = user.Journal.RecordOf(replacement.AccessKeyId);
        return new PlannedStep(
            this,
            StepKind.RemoveUnused,
            Describe(user, replacement, KeyStage.Current, record, use),
            user,
            user.WithoutKey(replacement.AccessKeyId).WithoutRecord(old.AccessKeyId))
        {
            IsPreparation = true,
        };
    }

    private static void RequireUnused(UserState user, ListedKey replacement, EvidenceOfUse use)
    {
        KeyReference key = user.Reference(replacement.AccessKeyId);
        if (use.Kind == UseKind.Unknown)
        {
            throw Failures.EvidenceUnknown(key, "replaced", use);
        }

        if (!LastUse.IsVerificationAtMost(replacement, use))
        {
            throw Failures.ReplacementUsed(key, use);
        }
    }
}
