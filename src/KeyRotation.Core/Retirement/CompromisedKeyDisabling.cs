using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;
using KeyRotation.Steps;
using KeyRotation.Users;

namespace KeyRotation.Retirement;

/// <summary>
/// Makes compromised keys inactive at once: without evidence of quiet and without a replacement, and whatever the journal of the
/// user says. Only a key that is named is touched, or the only key of a user that is named.
/// </summary>
public sealed class CompromisedKeyDisabling : RetirementRule
{
    /// <summary>Prepares the rule.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">How long keys are quarantined.</param>
    /// <param name="report">Receives warnings.</param>
    public CompromisedKeyDisabling(AccountSession account, RetirementOptions options, IReport report)
        : base(account, options, report)
    {
    }

    internal override bool ReadsAnyJournal => true;

    internal override bool MayConcern(CredentialReportRow row) => false;

    private protected override IEnumerable<string> KeysOf(UserState user) => user.Keys.Count > 1
        ? throw RetirementFailures.KeyNotNamed(user.Reference(accessKeyId: null))
        : user.Keys.Select(key => key.AccessKeyId);

    private protected override KeyRotationException NothingFor(KeyReference user) => RetirementFailures.NoAccessKey(user);

    private protected override Task<PlannedStep?> PlanKeyAsync(UserPlan plan, ListedKey key, CancellationToken cancellationToken)
    {
        UserState user = plan.User;
        KeyRecord? record = user.Journal.RecordOf(key.AccessKeyId);
        bool isActive = key.Status == AccessKeyStatus.Active;
        AccessKey described = Describe(user, key, isActive ? record?.Stage ?? KeyStage.Current : KeyStage.Quarantined, record);
        if (!isActive && record?.IsCompromised == true)
        {
            return Task.FromResult<PlannedStep?>(new PlannedStep(this, StepKind.Nothing, described, user, user));
        }

        if (plan.Target is { MayBeAnother: true } && user.Keys.Count > 1)
        {
            ListedKey? known = user.Keys.FirstOrDefault(other => other.Status != AccessKeyStatus.Active && user.IsCompromised(other.AccessKeyId));
            if (known is null)
            {
                throw RetirementFailures.CompromisedKeyUncertain(described.Reference);
            }

            CompromiseWarnings.AddKnown(plan, key, known);
            return Task.FromResult<PlannedStep?>(null);
        }

        var after = CompromisedKeyRecords.After(user, key, plan.Target?.Finding, Now);
        CompromiseWarnings.Add(plan, after, key, Now);
        return Task.FromResult<PlannedStep?>(new PlannedStep(this, isActive ? StepKind.Disable : StepKind.RecordCompromise, described, user, after)
        {
            Consequence = "because it is compromised; its quarantine ends at " + Display.Time(after.Journal.RecordOf(key.AccessKeyId)!.Since.Plus(Options.Quarantine)),
        });
    }

    private protected override async Task<AccessKey?> CarryOutInGraceAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        if (step.Kind == StepKind.Disable)
        {
            await Account.Identity.UpdateAccessKeyAsync(step.UserName, step.AccessKeyId, AccessKeyStatus.Inactive, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyDictionary<string, KeyRecord> records = CompromisedKeyRecords.Of(step, Now);
        string? problem = await TryRecordAsync(step, records, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            Report.Warning($"{step.Key} is inactive, but the journal does not say that it is compromised ({problem}): until it does, Enable-OldAccessKey brings the key back without -Force, and no pass replaces it. When that is mended, run the same command again.");
        }

        var key = new ListedKey(step.AccessKeyId, AccessKeyStatus.Inactive, step.Key.CreateDate);
        return Describe(step.Before, key, KeyStage.Quarantined, records[step.AccessKeyId]);
    }

    /// <summary>Taking the key out of use comes before the bookkeeping: what cannot be recorded leaves the key disabled.</summary>
    private async Task<string?> TryRecordAsync(PlannedStep step, IReadOnlyDictionary<string, KeyRecord> records, CancellationToken cancellationToken)
    {
        if (Account.TimeDoubt is string doubt)
        {
            // A beginning of the quarantine that is recorded too early would end too early.
            return "AWS's time is not certain: " + doubt.TrimEnd('.');
        }

        if (!step.Before.Journal.HasRoomFor(records.Keys.Select(JournalTags.ForKey)))
        {
            return $"the user has {step.Before.Journal.Tags.Count} tags, and IAM allows no more than {JournalTags.Quota}";
        }

        try
        {
            await Account.Identity.TagUserAsync(
                step.UserName,
                records.ToDictionary(record => JournalTags.ForKey(record.Key), record => record.Value.ToTagValue(), StringComparer.Ordinal),
                cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ServiceException refused)
        {
            return Failures.Cause(refused).TrimEnd('.');
        }
    }
}
