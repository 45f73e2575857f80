using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using KeyRotation.Status;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Calls the rules as the cmdlets do.</summary>
internal sealed class ModuleCalls
{
    private readonly AccountSession account;
    private readonly int callsInFlight;
    private readonly IReport report;
    private readonly Action asked;
    private readonly KeyTarget? named;
    private readonly CancellationToken token;

    /// <param name="account">The account.</param>
    /// <param name="callsInFlight">What -ThrottleLimit gives.</param>
    /// <param name="named">The user and key that are named; null for the whole account.</param>
    /// <param name="report">Receives what the module says.</param>
    /// <param name="asked">Called where a cmdlet asks the user, between the plan and the work.</param>
    /// <param name="token">Ctrl+C.</param>
    public ModuleCalls(AccountSession account, int callsInFlight, KeyTarget? named, IReport report, Action asked, CancellationToken token)
    {
        this.account = account;
        this.callsInFlight = callsInFlight;
        this.named = named;
        this.report = report;
        this.asked = asked;
        this.token = token;
    }

    private KeyTarget[] Targets => named is null ? [] : [named];

    private AccountSession Limited => account.Limited(callsInFlight);

    public Task DoAsync(Work work, bool planOnly = false)
    {
        switch (work)
        {
            case RotateUser rotate:
                return RotateAsync(
                    Targets,
                    new RotationOptions { MakeRoom = rotate.MakeRoom, Description = rotate.Described ? "made by a schedule" : null });
            case RotateStale rotate:
                return RotateStaleAsync(new RotationOptions { MakeRoom = rotate.MakeRoom });
            case Disable disable:
                var quiet = new RetirementOptions { UnusedFor = disable.UnusedFor };
                return TakeStepAsync(Targets, session => new KeyDisabling(session, quiet, report), planOnly);
            case Enable enable:
                return TakeStepAsync(Targets, session => new KeyEnabling(session, report), planOnly);
            case Remove remove:
                var quarantine = new RetirementOptions { Quarantine = TimeSpan.FromDays(remove.QuarantineDays) };
                return TakeStepAsync(Targets, session => new KeyRemoval(session, quarantine, report), planOnly);
            case Settle:
                return TakeStepAsync([], session => new RotationSettling(session, [], report), planOnly);
            case Pass:
                return PassAsync(planOnly);
            case Look look:
                return new AccountStatus(Limited, new StatusOptions { All = look.All }, report).RunAsync([], token);
            case WhatIf whatIf:
                return DoAsync(whatIf.Work, planOnly: true);
            default:
                throw new InvalidOperationException($"Nobody knows how to do {work}.");
        }
    }

    private async Task RotateStaleAsync(RotationOptions options)
    {
        var stale = new RecordingReport();
        await new StaleKeyAudit(Limited, TestAccount.Older(90), stale).RunAsync(token);
        foreach (KeyRotationException failure in stale.Failures)
        {
            report.Failure(failure);
        }

        await RotateAsync(
            stale.Results<AccessKey>().Where(key => key.AccessKeyId is not null).Select(key => new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId)).ToList(), options);
    }

    /// <summary>As Invoke-AccessKeyRotation puts it together.</summary>
    private async Task PassAsync(bool planOnly)
    {
        var retirement = new RetirementOptions { UnusedFor = RetirementOptions.DefaultUnusedFor };
        await TakeStepAsync([], session => new RotationSettling(session, [], report), planOnly);
        await TakeStepAsync([], session => new KeyRemoval(session, retirement, report), planOnly);
        await TakeStepAsync([], session => new KeyDisabling(session, retirement, report), planOnly);
        IReadOnlyCollection<KeyTarget> stale = await RotationCandidates.FindAsync(Limited, TestAccount.Older(90), report, token);
        if (!planOnly)
        {
            await RotateAsync(stale, new RotationOptions { IsPassOverAccount = true });
        }
    }

    private Task RotateAsync(IReadOnlyCollection<KeyTarget> targets, RotationOptions options) =>
        targets.Count == 0 ? Task.CompletedTask : new KeyRotator(Limited, options, report).RotateAsync(targets, token);

    private async Task TakeStepAsync(IReadOnlyCollection<KeyTarget> targets, Func<AccountSession, RetirementStep> stepOf, bool planOnly)
    {
        IReadOnlyList<PlannedStep> steps = await stepOf(Limited).PlanAsync(targets, token);
        if (steps.Count > 0 && !planOnly)
        {
            asked();
            await stepOf(Limited).CarryOutAsync(steps, token);
        }
    }
}
