using System;
using System.Collections.Generic;
using System.Management.Automation;
using KeyRotation.Commands.Parameters;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Retirement;
using KeyRotation.Rotation;

namespace KeyRotation.Commands.Pipeline;

/// <summary>What every cmdlet has that passes over accounts: what is due there, and when.</summary>
public abstract class PassCmdlet : RotatingCmdlet
{
    private protected const double SecondsOfDay = 24 * 60 * 60;

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

    /// <summary>Lets the tag keyrotation:days make -Days shorter for its user, never longer, at two calls for each user with an active key.</summary>
    [Parameter]
    public SwitchParameter DaysByTag { get; set; }

    /// <summary>IAM groups whose members are exempt from rotation, at one call each.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ExemptGroup { get; set; } = [];

    private protected override IReadOnlyCollection<string> ExemptGroups => ExemptGroup;

    /// <summary>What a pass does.</summary>
    /// <param name="destinations">Where new secrets go.</param>
    /// <param name="thread">Where script blocks run.</param>
    private protected PassOptions PassOptionsFor(IDestinationMap destinations, IPipelineThread thread)
    {
        PassOptions options = PlainPassOptions();
        return options with { Rotation = WithScripts(options.Rotation with { DestinationMap = destinations }, thread) };
    }

    /// <summary>What a pass does, without the destinations and the script blocks.</summary>
    private protected PassOptions PlainPassOptions()
    {
        TimeSpan quarantine = TimeSpan.FromDays(QuarantineDays);
        return new PassOptions
        {
            Retirement = new RetirementOptions { UnusedFor = UnusedFor, Quarantine = quarantine },
            DormantFor = UnusedForDays is int days ? TimeSpan.FromDays(days) : null,
            Rotation = new RotationOptions
            {
                OlderThan = TimeSpan.FromDays(Days),
                DaysByTag = DaysByTag,
                Quarantine = quarantine,
                VerifyTimeout = VerifyTimeout,
            },
        };
    }
}
