using System;
using System.Collections.Generic;
using System.Management.Automation;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Retirement;
using KeyRotation.Rotation;

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
public sealed class InvokeAccessKeyRotationCommand : RotatingCmdlet
{
    private const double SecondsOfDay = 24 * 60 * 60;

    /// <summary>The accounts to work on, from Get-KeyRotationAccount. Default: the account of the connection.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public Account[]? Account { get; set; }

    /// <summary>From which age on a key is rotated, in days. Default: 90.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int Days { get; set; } = 90;

    /// <summary>How long a superseded key must have been quiet: a time span, or a number of days. Default: 1 day.</summary>
    [Parameter]
    [Duration(SecondsOfDay)]
    public TimeSpan UnusedFor { get; set; } = RetirementOptions.DefaultUnusedFor;

    /// <summary>How many days a key must have been quarantined. Default: 7.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int QuarantineDays { get; set; } = 7;

    /// <summary>
    /// From how many days without use on a key is disabled that has no replacement; CIS asks for 45. Never on unknown evidence,
    /// and never a key that is younger. Default: dormant keys are not disabled.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? UnusedForDays { get; set; }

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
            SummarizeSteps(activity, (open, account, thread, report) => AccountPass.CreateRules(account, Options(destinations.Make(open, thread, report)), report), destinations.Places());
        }
        else
        {
            RunSteps(activity, orWholeAccount: true, (open, account, thread, report) => AccountPass.CreateRules(account, Options(destinations.Make(open, thread, report)), report), destinations.Places());
        }
    }

    private PassOptions Options(IReadOnlyList<IDestination> destinations)
    {
        TimeSpan quarantine = TimeSpan.FromDays(QuarantineDays);
        return new PassOptions
        {
            Retirement = new RetirementOptions { UnusedFor = UnusedFor, Quarantine = quarantine },
            DormantFor = UnusedForDays is int days ? TimeSpan.FromDays(days) : null,
            Rotation = new RotationOptions
            {
                OlderThan = TimeSpan.FromDays(Days),
                Quarantine = quarantine,
                VerifyTimeout = VerifyTimeout,
                Destinations = destinations,
            },
        };
    }
}
