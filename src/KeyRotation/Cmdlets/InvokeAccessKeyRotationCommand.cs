using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Audit;
using KeyRotation.Commands.Delivery;
using KeyRotation.Commands.Parameters;
using KeyRotation.Commands.Pipeline;
using KeyRotation.Retirement;
using KeyRotation.Rotation;

namespace KeyRotation.Commands;

/// <summary>
/// <para type="synopsis">
/// One pass over the account: settles interrupted rotations, removes what is retired, disables what is superseded and
/// quiet, rotates what is stale. Can be run again at any time; -WhatIf shows the plan.
/// </para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "AccessKeyRotation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AccessKey), typeof(RotatedAccessKey))]
public sealed class InvokeAccessKeyRotationCommand : RotatingCmdlet
{
    private const double SecondsOfDay = 24 * 60 * 60;

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

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        var retirement = new RetirementOptions { UnusedFor = UnusedFor, Quarantine = TimeSpan.FromDays(QuarantineDays) };
        DestinationSettings destinations = Destinations;
        TakeStep(GivenConnection, [], (open, account, report) => new RotationSettling(account, destinations.Make(open, report), report));
        TakeStep(GivenConnection, [], (_, account, report) => new KeyRemoval(account, retirement, report));
        TakeStep(GivenConnection, [], (_, account, report) => new KeyDisabling(account, retirement, report));
        RotateStale();
    }

    private void RotateStale()
    {
        var audit = new AuditOptions { Rule = new StaleRule(TimeSpan.FromDays(Days), UnusedFor: null) };
        IReadOnlyCollection<KeyTarget> stale = [];
        Run(GivenConnection, async (account, report, cancellationToken) =>
            stale = await RotationCandidates.FindAsync(account.Limited(ThrottleLimit), audit, report, cancellationToken).ConfigureAwait(false));

        List<KeyTarget> agreed = stale.Where(target => Agreed($"key {target.AccessKeyId} of user {target.UserName} in account {target.AccountId}", "Create a new access key that replaces")).ToList();
        if (agreed.Count > 0)
        {
            Rotate(GivenConnection, agreed, new RotationOptions { IsPassOverAccount = true });
        }
    }
}
