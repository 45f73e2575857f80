using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;
using KeyRotation.Rotation;

namespace KeyRotation.Retirement;

/// <summary>
/// A step that an old key takes after its rotation. Planning reads and checks the guards; carrying out acts on
/// what was agreed to. Between the two the user is asked.
/// </summary>
public abstract class RetirementStep
{
    private protected RetirementStep(AccountSession account, RetirementOptions options, IReport report)
    {
        Account = account ?? throw new ArgumentNullException(nameof(account));
        Options = options ?? throw new ArgumentNullException(nameof(options));
        Report = report ?? throw new ArgumentNullException(nameof(report));
    }

    private protected AccountSession Account { get; }

    private protected RetirementOptions Options { get; }

    private protected IReport Report { get; }

    private protected abstract string Activity { get; }

    /// <summary>Checks which keys the step may be taken with. Failures are reported; nothing is changed.</summary>
    /// <param name="targets">The keys or users; none for the whole account.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The steps in the order of the targets.</returns>
    public async Task<IReadOnlyList<PlannedStep>> PlanAsync(IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken)
    {
        if (targets is null)
        {
            throw new ArgumentNullException(nameof(targets));
        }

        bool named = targets.Count > 0;
        IReadOnlyCollection<KeyTarget> all = named ? targets : await FindAsync(cancellationToken).ConfigureAwait(false);
        var plans = all.Select(target => (Target: target, Steps: new List<PlannedStep>())).ToList();
        int done = 0;
        await PerUser.ForEachAsync(
            plans,
            plan => plan.Target.In(Account),
            async plan =>
            {
                await PlanTargetAsync(plan.Target, named, plan.Steps, cancellationToken).ConfigureAwait(false);
                Report.Progress(new WorkProgress(Activity, plan.Target.UserName, Interlocked.Increment(ref done), plans.Count));
            },
            Report,
            cancellationToken).ConfigureAwait(false);
        return plans.SelectMany(plan => plan.Steps).ToList();
    }

    /// <summary>Carries out planned steps and reports each key as it then stands.</summary>
    /// <param name="steps">The steps that were agreed to.</param>
    /// <param name="cancellationToken">Stops it; a step that has begun is finished or undone.</param>
    public Task CarryOutAsync(IReadOnlyCollection<PlannedStep> steps, CancellationToken cancellationToken) => PerUser.ForEachAsync(
        steps,
        step => step.Key.Reference,
        async step =>
        {
            if (step.SkippedGuard is string guard)
            {
                Report.Warning($"-Force: {guard}");
            }

            using var grace = new GracePeriod(cancellationToken);
            await LookAgainAsync(step, grace.Token).ConfigureAwait(false);
            AccessKey? key = step.Kind == StepKind.Nothing ? step.Key : await CarryOutAsync(step, grace.Token).ConfigureAwait(false);
            if (key is not null)
            {
                await Report.ResultAsync(key).ConfigureAwait(false);
            }
        },
        Report,
        cancellationToken);

    /// <summary>Checks the guards once more: between the plan and the agreement, people and applications go on.</summary>
    private async Task LookAgainAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        if (step.Kind is not (StepKind.Disable or StepKind.Remove or StepKind.BeginQuarantine))
        {
            return;
        }

        UserState user = await UserState.ReadAsync(Account, step.UserName, cancellationToken).ConfigureAwait(false);
        if (user.Find(step.AccessKeyId) is ListedKey key)
        {
            PlannedStep? now = await PlanKeyAsync(user, key, named: true, cancellationToken).ConfigureAwait(false);
            if (now?.Kind != step.Kind)
            {
                throw Failures.ChangedSincePlanned(step.Key.Reference);
            }
        }
    }

    private protected abstract Task<IReadOnlyList<KeyTarget>> FindAsync(CancellationToken cancellationToken);

    /// <summary>The keys of a user that the step is for when none is named by id.</summary>
    private protected abstract IEnumerable<string> KeysOf(UserState user);

    /// <summary>The failure of a user who was named and has no key that the step is for.</summary>
    private protected abstract KeyRotationException NothingFor(KeyReference user);

    /// <summary>Checks the guards of one key; null when there is nothing to plan and nothing to say.</summary>
    private protected abstract Task<PlannedStep?> PlanKeyAsync(UserState user, ListedKey key, bool named, CancellationToken cancellationToken);

    private protected abstract Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken);

    private protected KeyReference Reference(UserState user, ListedKey key) => new(Account.AccountId, user.UserName, key.AccessKeyId);

    private protected AccessKey Describe(KeyReference reference, AccessKeyStatus status, DateTimeOffset created, KeyStage stage, KeyRecord? record, EvidenceOfUse use) =>
        new(reference, status, created, Account.Time.GetUtcNow(), Account.Connection)
        {
            Stage = stage,
            ReplacedBy = record?.By,
            Since = record?.Since,
            LastUsed = use,
        };

    private protected Task TagAsync(string userName, string accessKeyId, KeyRecord record, CancellationToken cancellationToken) =>
        Account.Identity.TagUserAsync(
            userName,
            new Dictionary<string, string>(StringComparer.Ordinal) { [JournalTags.ForKey(accessKeyId)] = record.ToTagValue() },
            cancellationToken);

    /// <summary>Records the quarantine of a key that somebody else made inactive: it counts from when it is first seen.</summary>
    private protected async Task<AccessKey?> BeginQuarantineAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        var record = new KeyRecord(KeyStage.Quarantined, Account.Time.GetUtcNow()) { By = step.Record?.By };
        await TagAsync(step.UserName, step.AccessKeyId, record, cancellationToken).ConfigureAwait(false);
        Report.Warning($"{step.Key} is inactive, and nothing says since when: its quarantine counts from now on.");
        return Describe(step.Key.Reference, AccessKeyStatus.Inactive, step.Key.CreateDate, KeyStage.Quarantined, record, step.Key.LastUsed);
    }

    private protected PlannedStep PlanRecordActive(UserState user, ListedKey key, KeyRecord record) => new(
        StepKind.RecordActive,
        Describe(Reference(user, key), key.Status, key.CreateDate, StageInService(record), record, EvidenceOfUse.Unknown("not looked up")),
        record);

    /// <summary>Records that a quarantined key is active again by somebody else's hand: the time of its quarantine no longer counts.</summary>
    private protected async Task<AccessKey?> RecordActiveAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        KeyRecord record = InService(step.Record!);
        await TagAsync(step.UserName, step.AccessKeyId, record, cancellationToken).ConfigureAwait(false);
        Report.Warning($"{step.Key} was quarantined, and somebody made it active again: its time of quiet counts from now on.");
        return Describe(step.Key.Reference, AccessKeyStatus.Active, step.Key.CreateDate, record.Stage, record, step.Key.LastUsed);
    }

    /// <summary>What the journal says of a key that is active again, from now on.</summary>
    private protected KeyRecord InService(KeyRecord record) => new(StageInService(record), Account.Time.GetUtcNow()) { By = record.By };

    private static KeyStage StageInService(KeyRecord record) => record.By is null ? KeyStage.Current : KeyStage.Superseded;

    private protected PlannedStep PlanQuarantine(UserState user, ListedKey key, KeyRecord? record)
    {
        KeyReference reference = Reference(user, key);
        RetirementGuards.EnsureTagFits(user, reference);
        return new PlannedStep(StepKind.BeginQuarantine, Describe(reference, key.Status, key.CreateDate, KeyStage.Quarantined, record, EvidenceOfUse.Unknown("not looked up")), record);
    }

    private async Task PlanTargetAsync(KeyTarget target, bool named, List<PlannedStep> steps, CancellationToken cancellationToken)
    {
        Targets.EnsureActionable(Account, target);
        UserState user = await UserState.ReadAsync(Account, target.UserName, cancellationToken).ConfigureAwait(false);
        List<string> ids = target.AccessKeyId is null ? KeysOf(user).ToList() : [target.AccessKeyId];
        if (ids.Count == 0 && named)
        {
            throw NothingFor(target.In(Account));
        }

        foreach (string id in ids)
        {
            ListedKey? key = user.Find(id);
            if (key is null)
            {
                throw Failures.KeyNotFound(new KeyReference(Account.AccountId, target.UserName, id));
            }

            if (await PlanKeyAsync(user, key, named, cancellationToken).ConfigureAwait(false) is PlannedStep step)
            {
                steps.Add(step);
            }
        }
    }
}
