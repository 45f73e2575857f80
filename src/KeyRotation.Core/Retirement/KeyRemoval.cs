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
/// Deletes retired keys: those that the journal says are quarantined, for long enough, unused since, and that a
/// read just before says are inactive.
/// </summary>
public sealed class KeyRemoval : RetirementStep
{
    /// <summary>Making a key inactive takes a moment to be known everywhere: uses so soon after it are the old state's.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromHours(1);

    /// <summary>Prepares the step.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">The guards.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects, failures and warnings.</param>
    public KeyRemoval(AccountSession account, RetirementOptions options, IReport report)
        : base(account, options, report)
    {
    }

    private protected override string Activity => "Removing retired access keys";

    private protected override Task<IReadOnlyList<KeyTarget>> FindAsync(CancellationToken cancellationToken) =>
        AccountUsers.FindAsync(
            Account,
            row => row.FirstKey is { IsActive: false } || row.SecondKey is { IsActive: false },
            Options.Force ? TimeSpan.Zero : Options.Quarantine,
            Report,
            cancellationToken);

    private protected override IEnumerable<string> KeysOf(UserState user) => user.Journal.Records
        .Where(record => record.Value.Stage is KeyStage.Quarantined or KeyStage.Superseded)
        .Where(record => user.Find(record.Key)?.Status == AccessKeyStatus.Inactive)
        .Select(record => record.Key);

    private protected override KeyRotationException NothingFor(KeyReference user) => Failures.NothingRetired(user);

    private protected override async Task<PlannedStep?> PlanKeyAsync(UserState user, ListedKey key, bool named, CancellationToken cancellationToken)
    {
        KeyReference reference = Reference(user, key);
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        RetirementGuards.EnsureNoRotationRuns(user, reference, Account.Time.GetUtcNow());
        if (key.Status == AccessKeyStatus.Active && record is { Stage: KeyStage.Quarantined })
        {
            return PlanRecordActive(user, key, record);
        }

        if (key.Status != AccessKeyStatus.Inactive)
        {
            throw Failures.KeyIsActive(reference, key.Status);
        }

        if (record?.Stage != KeyStage.Quarantined)
        {
            return PlanQuarantine(user, key, record);
        }

        EvidenceOfUse use = await LastUse.OfAsync(Account, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Used && use.At > record.Since + Aftermath)
        {
            Report.Warning($"{reference} was used at {Failures.Time(use.At.Value)}, after its quarantine began: somebody had enabled it.");
            return PlanQuarantine(user, key, record);
        }

        KeyRotationException? objection = Object(reference, record, use);
        if (objection is null || Options.Force)
        {
            return new PlannedStep(StepKind.Remove, Describe(reference, key.Status, key.CreateDate, KeyStage.Retired, record, use), record)
            {
                SkippedGuard = objection is null ? null : $"removing {reference} although a guard says: {objection.Message}",
            };
        }

        if (!named && objection.ErrorId == Failures.QuarantineNotOverId)
        {
            Report.Verbose(objection.Message);
            return null;
        }

        throw objection;
    }

    private protected override async Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        if (step.Kind == StepKind.BeginQuarantine)
        {
            return await BeginQuarantineAsync(step, cancellationToken).ConfigureAwait(false);
        }

        if (step.Kind == StepKind.RecordActive)
        {
            await RecordActiveAsync(step, cancellationToken).ConfigureAwait(false);
            throw Failures.KeyIsActive(step.Key.Reference, AccessKeyStatus.Active);
        }

        await EnsureStillInactiveAsync(step, cancellationToken).ConfigureAwait(false);
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

        await RemoveTagsAsync(step, cancellationToken).ConfigureAwait(false);
        return step.Key;
    }

    private async Task EnsureStillInactiveAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        AccessKeyStatus? status = await StatusAsync(step, cancellationToken).ConfigureAwait(false);
        if (status is not null and not AccessKeyStatus.Inactive)
        {
            throw Failures.KeyIsActive(step.Key.Reference, status.Value);
        }
    }

    /// <summary>What IAM says of the key now; null when it is gone.</summary>
    private async Task<AccessKeyStatus?> StatusAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedKey> keys = await Account.Identity.ListAccessKeysAsync(step.UserName, cancellationToken).ConfigureAwait(false);
        return keys.FirstOrDefault(key => string.Equals(key.AccessKeyId, step.AccessKeyId, StringComparison.OrdinalIgnoreCase))?.Status;
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
            Report.Failure(Failures.TagsNotRemoved(step.Key.Reference, problem));
        }
    }

    private KeyRotationException? Object(KeyReference key, KeyRecord record, EvidenceOfUse use)
    {
        DateTimeOffset due = record.Since + Options.Quarantine;
        return Account.Time.GetUtcNow() < due ? Failures.QuarantineNotOver(key, record.Since, due)
            : use.Kind == UseKind.Unknown ? Failures.EvidenceUnknown(key, "removed", use)
            : null;
    }
}
