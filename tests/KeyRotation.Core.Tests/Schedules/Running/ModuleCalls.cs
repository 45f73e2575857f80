using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Retirement;
using KeyRotation.Rotation;
using KeyRotation.Status;
using KeyRotation.Steps;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Calls the rules as the cmdlets do.</summary>
internal sealed class ModuleCalls
{
    private readonly AccountSession account;
    private readonly int usersAtOnce;
    private readonly IReport report;
    private readonly KeyTarget? named;
    private readonly CancellationToken token;
    private readonly IReadOnlyList<IDestination> destinations;

    /// <param name="account">The account.</param>
    /// <param name="usersAtOnce">What -ThrottleLimit gives.</param>
    /// <param name="named">The user and key that are named; null for the whole account.</param>
    /// <param name="report">Receives what the module says, and answers its questions.</param>
    /// <param name="destinations">Where new keys are delivered.</param>
    /// <param name="token">Ctrl+C.</param>
    public ModuleCalls(AccountSession account, int usersAtOnce, KeyTarget? named, IReport report, IReadOnlyList<IDestination> destinations, CancellationToken token)
    {
        this.account = account.Limited(usersAtOnce);
        this.usersAtOnce = usersAtOnce;
        this.named = named;
        this.report = report;
        this.token = token;
        this.destinations = destinations;
    }

    private KeyTarget[] Targets => named is null ? [] : [named];

    public Task DoAsync(Work work) => work switch
    {
        RotateUser rotate => RotateAsync(
            Targets,
            new RotationOptions { MakeRoom = rotate.MakeRoom, Destinations = destinations, Description = rotate.Described ? "made by a schedule" : null }),
        RotateStale rotate => RotateStaleAsync(new RotationOptions { MakeRoom = rotate.MakeRoom, Destinations = destinations }),
        Disable disable => RunAsync(Targets, [new KeyDisabling(account, new RetirementOptions { UnusedFor = disable.UnusedFor }, report, new SameDestinations(destinations))]),
        DisableCompromised => RunAsync(Targets.Select(target => target with { Finding = "arn:of/a-finding" }).ToList(), [new CompromisedKeyDisabling(account, new RetirementOptions(), report)]),
        Enable => RunAsync(Targets, [new KeyEnabling(account, report)]),
        Remove remove => RunAsync(Targets, [new KeyRemoval(account, new RetirementOptions { Quarantine = TimeSpan.FromDays(remove.QuarantineDays) }, report)]),
        Settle => RunAsync([], [new RotationSettling(account, new SameDestinations(destinations), report)]),
        Pass pass => RunAsync([], AccountPass.CreateRules(account, new PassOptions { DormantFor = pass.DormantFor, Rotation = new RotationOptions { Destinations = destinations } }, report)),
        Look look => new AccountStatus(account, new StatusOptions { All = look.All }, report).RunAsync([], token),
        WhatIf whatIf => DoAsync(whatIf.Work),
        _ => throw new InvalidOperationException($"Nobody knows how to do {work}."),
    };

    private async Task RotateStaleAsync(RotationOptions options)
    {
        var stale = new RecordingReport();
        await new StaleKeyAudit(account, TestAccount.Older(90), stale).RunAsync(token);
        foreach (KeyRotationException failure in stale.Failures)
        {
            report.Failure(failure);
        }

        await RotateAsync(
            stale.Results<AccessKey>().Where(key => key.AccessKeyId is not null).Select(key => new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId)).ToList(), options);
    }

    private Task RotateAsync(IReadOnlyCollection<KeyTarget> targets, RotationOptions options) =>
        targets.Count == 0 ? Task.CompletedTask : RunAsync(targets, AccountPass.CreateRotationRules(account, options, report));

    private Task RunAsync(IReadOnlyCollection<KeyTarget> targets, IReadOnlyList<StepRule> rules) =>
        new StepRunner(account, rules, new StepRunnerOptions { UsersAtOnce = usersAtOnce }, report).RunAsync(targets, token);
}
