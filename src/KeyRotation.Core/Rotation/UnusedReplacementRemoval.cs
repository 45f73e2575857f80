using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Delivery;
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

    /// <summary>It is planned by the rotation that follows it, and not without one.</summary>
    internal override Task PlanAsync(UserPlan plan, KeyTarget target, CancellationToken cancellationToken) => Task.CompletedTask;

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

    /// <summary>The removal of a replacement of the target; null where it has none. What is left after it is the replaced key.</summary>
    /// <exception cref="KeyRotationException">
    /// The replacement was used, a destination may hold its secret, or the key that it replaced is not active.
    /// </exception>
    public async Task<PlannedStep?> FindAsync(UserState user, KeyTarget target, IReadOnlyList<IDestination> destinations, CancellationToken cancellationToken)
    {
        foreach (KeyValuePair<string, KeyRecord> record in user.Journal.Records.Where(record => record.Value.By is not null))
        {
            bool isAsked = target.AccessKeyId is null || KeyIds.AreSame(target.AccessKeyId, record.Key) || KeyIds.AreSame(target.AccessKeyId, record.Value.By);
            if (isAsked && user.Find(record.Key) is ListedKey old && ReplacementOf(user, old, record.Value.By!) is ListedKey replacement)
            {
                return await PlanAsync(user, old, replacement, destinations, cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    /// <summary>Both records have to agree: a tag of one key alone takes no other key away.</summary>
    private static ListedKey? ReplacementOf(UserState user, ListedKey old, string by) =>
        user.Journal.RecordOf(by) is { Stage: KeyStage.Current, Replaces: string replaced } && KeyIds.AreSame(replaced, old.AccessKeyId) ? user.Find(by) : null;

    private async Task<PlannedStep> PlanAsync(UserState user, ListedKey old, ListedKey replacement, IReadOnlyList<IDestination> destinations, CancellationToken cancellationToken)
    {
        if (old.Status != AccessKeyStatus.Active)
        {
            throw RotationFailures.ReplacedKeyNotActive(user.Reference(old.AccessKeyId), replacement.AccessKeyId);
        }

        EvidenceOfUse use = await user.LastUseAsync(replacement.AccessKeyId, cancellationToken).ConfigureAwait(false);
        RequireUnused(user, replacement, use);
        KeyRecord record = user.Journal.RecordOf(replacement.AccessKeyId)!;
        await RequireLostAsync(user.Owner, user.Reference(replacement.AccessKeyId), record.At, destinations, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Every destination that received the secret has to be given, and to answer that it no longer holds the key.</summary>
    private static async Task RequireLostAsync(KeyOwner owner, KeyReference replacement, string? places, IReadOnlyList<IDestination> destinations, CancellationToken cancellationToken)
    {
        foreach (string place in (places ?? KeyRecord.Output).Split('+').Where(place => place != KeyRecord.Output))
        {
            List<IDestination> given = destinations.Where(destination => destination.Place == place).ToList();
            if (given.Count == 0)
            {
                throw RotationFailures.ReplacementDelivered(replacement, place, problem: null);
            }

            foreach (IDestination destination in given)
            {
                await RequireAbsentAsync(owner, replacement, destination, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task RequireAbsentAsync(KeyOwner owner, KeyReference replacement, IDestination destination, CancellationToken cancellationToken)
    {
        StoredKey? stored;
        try
        {
            stored = await destination.FindAsync(owner, replacement.AccessKeyId!, cancellationToken).ConfigureAwait(false);
        }
        catch (DestinationException problem)
        {
            throw RotationFailures.ReplacementDelivered(replacement, destination.Place, problem);
        }

        if (stored is not null)
        {
            throw RotationFailures.ReplacementStored(replacement, destination.Place);
        }
    }

    private static void RequireUnused(UserState user, ListedKey replacement, EvidenceOfUse use)
    {
        KeyReference key = user.Reference(replacement.AccessKeyId);
        if (use.Kind == UseKind.Unknown)
        {
            throw UserFailures.EvidenceUnknown(key, "replaced", use);
        }

        if (!LastUse.IsVerificationAtMost(replacement, use))
        {
            throw RotationFailures.ReplacementUsed(key, use);
        }
    }
}
