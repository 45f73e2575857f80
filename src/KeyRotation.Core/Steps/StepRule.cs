using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Steps;

/// <summary>
/// A rule of the life of keys: which step it would take on a user, and how that step is carried out. Planning reads and
/// checks the guards; it changes nothing.
/// </summary>
public abstract class StepRule
{
    private protected StepRule(AccountSession account, IReport report)
    {
        Account = account ?? throw new ArgumentNullException(nameof(account));
        Report = report ?? throw new ArgumentNullException(nameof(report));
    }

    private protected AccountSession Account { get; }

    private protected IReport Report { get; }

    /// <summary>How old a credential report may be that shows which users the rule may concern.</summary>
    internal virtual TimeSpan ReportMayBeOld => TimeSpan.MaxValue;

    /// <summary>Whether the rule takes its step also where the user's journal cannot be read.</summary>
    internal virtual bool ReadsAnyJournal => false;

    /// <summary>Whether the rule may have something to do for a user of the credential report.</summary>
    internal abstract bool MayConcern(CredentialReportRow row);

    /// <summary>Adds the rule's steps on a user to a plan, and what the rule refuses.</summary>
    /// <param name="plan">The plan; its user is as the steps before leave it.</param>
    /// <param name="target">The user, and the key where one was named.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">A guard refuses.</exception>
    internal abstract Task PlanAsync(UserPlan plan, KeyTarget target, CancellationToken cancellationToken);

    /// <summary>Carries a step out.</summary>
    /// <param name="step">The step.</param>
    /// <param name="cancellationToken">Stops it: a step that has begun is finished or undone.</param>
    /// <returns>The key as it is then; null when the step has nothing to give.</returns>
    internal abstract Task<AccessKey?> CarryOutAsync(PlannedStep step, CancellationToken cancellationToken);

    private protected AccessKey Describe(UserState user, ListedKey key, KeyStage stage, KeyRecord? record, EvidenceOfUse? use = null) =>
        new(user.Reference(key.AccessKeyId), key.Status, key.CreateDate, Account.Time.GetUtcNow(), Account.Connection)
        {
            StageValue = stage,
            Reason = record?.Reason,
            ReplacedBy = record?.By,
            Since = record?.Since,
            LastUsed = use ?? EvidenceOfUse.Unknown("not looked up"),
        };
}
