using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using KeyRotation.Audit;
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
public sealed class InvokeAccessKeyRotationCommand : KeyCmdlet
{
    private const double Second = 1;
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

    /// <summary>How long a new key may take to be accepted: a time span, or a number of seconds, at most 10 minutes. Default: 2 minutes.</summary>
    [Parameter]
    [Duration(Second, Longest = 10 * 60)]
    public TimeSpan VerifyTimeout { get; set; } = new RotationOptions().VerifyTimeout;

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        var retirement = new RetirementOptions { UnusedFor = UnusedFor, Quarantine = TimeSpan.FromDays(QuarantineDays) };
        TakeStep(GivenConnection, [], (account, report) => new RotationSettling(account, report));
        TakeStep(GivenConnection, [], (account, report) => new KeyRemoval(account, retirement, report));
        TakeStep(GivenConnection, [], (account, report) => new KeyDisabling(account, retirement, report));
        Rotate();
    }

    private void Rotate()
    {
        var audit = new AuditOptions { Rule = new StaleRule(TimeSpan.FromDays(Days), UnusedFor: null) };
        var rotation = new RotationOptions { VerifyTimeout = VerifyTimeout, IsPassOverAccount = true };
        IReadOnlyCollection<KeyTarget> stale = [];
        Run(GivenConnection, async (account, report, cancellationToken) =>
            stale = await RotationCandidates.FindAsync(account.Limited(ThrottleLimit), audit, report, cancellationToken).ConfigureAwait(false));

        List<KeyTarget> agreed = stale.Where(target => Agreed($"key {target.AccessKeyId} of user {target.UserName} in account {target.AccountId}", "Create a new access key that replaces")).ToList();
        if (agreed.Count > 0)
        {
            Run(GivenConnection, (account, report, cancellationToken) =>
                new KeyRotator(account.Limited(ThrottleLimit), rotation, report).RotateAsync(agreed, cancellationToken));
        }
    }
}
