using System.Management.Automation;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Passes;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">
/// One pass over the account: settles interrupted rotations, removes what is retired, disables what is superseded and
/// quiet, starts the quarantine of keys that were disabled by hand, disables what is dormant, rotates what is stale. Can be
/// run again at any time; -WhatIf shows the plan.
/// </para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "AccessKeyRotation", HelpUri = HelpPages.Folder + "Invoke-AccessKeyRotation.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessKey), typeof(RotatedAccessKey), typeof(RotationSummary))]
public sealed class InvokeAccessKeyRotationCommand : PassCmdlet
{
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

    /// <inheritdoc />
    protected override void BeginProcessing()
    {
        if (Summary && Destination is null)
        {
            ThrowTerminatingError(ErrorRecords.SummaryNeedsDestination());
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
            SummarizeSteps(activity, (open, account, thread, report) => AccountPass.CreateRules(account, PassOptionsFor(destinations.Make(open, thread, report)), report), destinations.Places());
        }
        else
        {
            RunSteps(activity, orWholeAccount: true, (open, account, thread, report) => AccountPass.CreateRules(account, PassOptionsFor(destinations.Make(open, thread, report)), report), destinations.Places());
        }
    }
}
