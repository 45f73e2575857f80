using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Notices;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Passes;
using KeyRotation.Plans;
using KeyRotation.Steps;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">
/// One pass over the account: settles interrupted rotations, removes what is retired, disables what is superseded and
/// quiet, starts the quarantine of keys that were disabled by hand, disables what is dormant, rotates what is stale. Can be
/// run again at any time; -WhatIf shows the plan.
/// </para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "AccessKeyRotation", HelpUri = HelpPages.Folder + "Invoke-AccessKeyRotation.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessKey), typeof(RotatedAccessKey), typeof(RotationSummary), typeof(RotationPlan))]
public sealed class InvokeAccessKeyRotationCommand : PassCmdlet
{
    private PassNotifying? notifying;
    private PlanRecorder? recorder;
    private ApprovedSteps? approved;

    /// <summary>The accounts to work on, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>
    /// Gives one object with what was done in numbers instead of the keys, for a log or a metric. Needs a -Destination: new
    /// secrets are in no output. A line for each key is an information record (-InformationAction Continue).
    /// </summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>With -WhatIf: the new file that the plan is written to. Without: the plan that is carried out, and nothing else.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>The hash that was approved: a plan with another one is refused. Default: the hash in the file is checked.</summary>
    [Parameter]
    [ValidateForm("^(?i:sha256:)[0-9A-Fa-f]{64}$", "is not the hash of a plan. Give sha256: and 64 hexadecimal digits, as the plan shows it.")]
    public string? PlanHash { get; set; }

    /// <summary>With -WhatIf and -PlanPath: how long the plan can be carried out: a time span, or a number of days. Default: 7 days.</summary>
    [Parameter]
    [Duration(SecondsOfDay)]
    public TimeSpan PlanValidFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Sends each owner one notice of what was done, failed or is left for later, when the pass ends: the ARN of a topic, the https address of a webhook
    /// that takes JSON, a script block, or a [KeyRotation.NoticeReceiver]. Default: no notices.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateNoticeReceiver]
    public object[]? Notify { get; set; }

    /// <summary>Who gets the notices about what has no owner. Default: none, and users without an owner are an error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DefaultRecipient { get; set; }

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        if (DefaultRecipient is not null && Notify is null)
        {
            ThrowTerminatingError(ErrorRecords.RecipientWithoutNotify());
        }

        notifying = Notify is null ? null : new PassNotifying(Notify, DefaultRecipient);
        if (Summary && !HasDestination)
        {
            ThrowTerminatingError(ErrorRecords.SummaryNeedsDestination());
        }

        if (PlanHash is not null && (PlanPath is null || IsWhatIf))
        {
            ThrowTerminatingError(ErrorRecords.PlanHashWithoutPlan());
        }

        try
        {
            OpenPlan();
        }
        catch (KeyRotationException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem));
        }
    }

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? whatIf) ? (SwitchParameter)whatIf : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private void OpenPlan()
    {
        if (PlanPath is null)
        {
            return;
        }

        string file = GetUnresolvedProviderPathFromPSPath(PlanPath);
        if (IsWhatIf)
        {
            PlanFile.RequireNew(file);
            recorder = new PlanRecorder();
        }
        else
        {
            RotationPlan plan = PlanFile.Read(file, PlanHash, PlanConditions.Of(PlainPassOptions()));
            approved = new ApprovedSteps(plan.Steps, plan.ValidUntil);
        }
    }

    /// <inheritdoc />
    protected override void ProcessRecord() => Add(Account);

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        const string activity = "Rotating the access keys of the account";
        DestinationSettings destinations = Destinations;
        if (Summary)
        {
            SummarizeSteps(activity, (open, account, thread, report) => AccountPass.CreateRules(account, PassOptionsFor(destinations.Make(open, thread, report), thread), report), destinations.Places());
        }
        else
        {
            RunSteps(activity, orWholeAccount: true, (open, account, thread, report) => AccountPass.CreateRules(account, PassOptionsFor(destinations.Make(open, thread, report), thread), report), destinations.Places());
        }

        ClosePlan();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            notifying?.Dispose();
        }

        base.Dispose(disposing);
    }

    private protected override StepRunnerOptions Completed(StepRunnerOptions options) => options with
    {
        Approved = approved,
        StepPlanned = recorder is null && notifying is null ? null : Planned,
        TagsRead = notifying is null ? null : notifying.Collected.TagsRead,
    };

    private protected override IReport Watched(AccountSession account, IReport report) => notifying?.Collected.Watch(account, report) ?? report;

    private protected override Action<KeyRotationException>? Refused => notifying is null ? null : notifying.Collected.Refused;

    private protected override async Task PrepareAsync(AccountDoor door, ConnectionOptions connection, PipelineReport report, CancellationToken cancellationToken)
    {
        if (notifying is not null)
        {
            await notifying.OpenAsync(door, connection.Source.At(Region, EndpointUrl), report, cancellationToken).ConfigureAwait(false);
        }

        await base.PrepareAsync(door, connection, report, cancellationToken).ConfigureAwait(false);
    }

    private protected override async Task CloseAsync(PipelineReport report, Exception? problem, CancellationToken cancellationToken)
    {
        if (problem is null)
        {
            ReportUnvisited(report.Failure);
        }

        if (notifying is not null)
        {
            await notifying.SendAsync(report, problem, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Planned(PlanStep step)
    {
        recorder?.Add(step);
        notifying?.Collected.Planned(step);
    }

    private void ReportUnvisited(Action<KeyRotationException> report)
    {
        foreach (string account in approved?.TakeUnvisitedAccounts() ?? [])
        {
            report(PlanFailures.AccountNotGiven(account));
        }
    }

    private void ClosePlan()
    {
        ReportUnvisited(failure => WriteError(ErrorRecords.Of(failure)));
        if (recorder is not null)
        {
            WritePlan(recorder.ToPlan(PlanConditions.Of(PlainPassOptions()), PlanValidFor, DateTimeOffset.UtcNow));
        }
    }

    private void WritePlan(RotationPlan plan)
    {
        try
        {
            WriteObject(PlanFile.Write(GetUnresolvedProviderPathFromPSPath(PlanPath), plan));
        }
        catch (KeyRotationException problem)
        {
            ThrowTerminatingError(ErrorRecords.Of(problem));
        }
    }
}
