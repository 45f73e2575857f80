using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Schedules.Model;
using KeyRotation.Tests.Schedules.Plans;
using KeyRotation.Tests.Schedules.Promises;
using KeyRotation.Tests.Schedules.Watching;
using KeyRotation.Tests.Support;

namespace KeyRotation.Tests.Schedules.Running;

/// <summary>Runs one schedule on an account of its own and looks at the promises after each step.</summary>
internal sealed class ScheduleRun
{
    private readonly Schedule schedule;
    private readonly TestAccount account;
    private readonly Trace trace;
    private readonly History history;
    private readonly World world;
    private readonly Judge judge;
    private readonly Tally tally;
    private readonly StoreContent store;
    private readonly LateWork late;
    private readonly ReadsBehind reads;

    private ScheduleRun(Schedule schedule, TestAccount account, Tally tally)
    {
        this.schedule = schedule;
        this.account = account;
        this.tally = tally;
        trace = new Trace(account);
        AccountSetup.MakeUsers(account, schedule.Account);
        history = new History(account) { Acting = Actor.Administrator };
        AccountSetup.NoteUses(account, history);
        store = new StoreContent(history);
        late = new LateWork(account, history);
        reads = new ReadsBehind(history, TimeSpan.FromSeconds(schedule.Account.ListLagSeconds), TimeSpan.FromSeconds(schedule.Account.TagLagSeconds));
        world = new World(account, history, store, late);
        judge = new Judge(history, schedule.Account.HasStore);
        history.OnChange = change =>
        {
            trace.Write($"    * {change}");
            judge.See(change);
        };
    }

    public static async Task RunAsync(Schedule schedule, Tally tally)
    {
        var options = new SandboxOptions { Propagation = TimeSpan.FromSeconds(schedule.Account.PropagationSeconds) };
        await using TestAccount ownAccount = await TestAccount.StartAsync(options);
        var run = new ScheduleRun(schedule, ownAccount, tally);
        foreach (Step step in schedule.Steps)
        {
            await run.TakeAsync(step);
        }

        await run.ConvergeAsync();
        await run.LiveOnAsync();
        tally.Count(run.history);
    }

    private async Task TakeAsync(Step step)
    {
        trace.Write(step.ToString());
        switch (step)
        {
            case WorldStep worldStep:
                world.Do(worldStep);
                break;
            case ModuleStep module when !Naming.IsVoid(module.Work, world):
                StepRecord first = await CallModuleAsync(module, after: null);
                if (module.Twice && !module.Work.IsRead() && !module.Work.GoesOn() && module.Between is null && !first.IsStopped)
                {
                    trace.Write("the same again, without trouble");
                    await CallModuleAsync(module with { Trouble = null }, first);
                }

                break;
        }
    }

    /// <summary>What is left after all the trouble is finished or undone by the next run.</summary>
    private async Task ConvergeAsync()
    {
        trace.Write("The way is cleared, and 16 minutes pass");
        world.ClearTheWay();
        foreach (string userName in world.UserNames.Where(name => account.State.Tags(name).ContainsKey("keyrotation:pending")))
        {
            await TakeAsync(Undisturbed(new RotateUser(world.UserNames.ToList().IndexOf(userName), Key: null, MakeRoom: false, Described: false)));
        }

        await TakeAsync(Undisturbed(new Settle()));
        ThrowIfBroken(NothingIsLeft.Objections(history));
    }

    /// <summary>What was replaced goes quiet, is quarantined, and is removed by passes alone.</summary>
    private async Task LiveOnAsync()
    {
        IReadOnlyList<KeyHistory> replaced = OldKeysGo.Replaced(history);
        foreach (int days in new[] { 2, 2, 8 })
        {
            world.UseReplacements();
            await TakeAsync(new TimePasses(TimeSpan.FromDays(days)));
            await TakeAsync(Undisturbed(new Pass(DormantFor: null)));
        }

        ThrowIfBroken(OldKeysGo.Objections(replaced, history));
    }

    private static ModuleStep Undisturbed(Work work) => new(work, Trouble: null, Between: null, Twice: false);

    private async Task<StepRecord> CallModuleAsync(ModuleStep step, StepRecord? after)
    {
        (int? user, int? key) = Naming.Of(step.Work);
        string? troubledUser = step.Trouble switch
        {
            NetworkFault { User: int number } => world.UserNames[number % world.UserNames.Count],
            LastingFault { User: int number } => world.UserNames[number % world.UserNames.Count],
            _ => null,
        };
        using var watch = new CallWatch(history, trace, step.Trouble, troubledUser, late) { OnMeddling = Meddle };
        var identity = new WatchedIdentityService(account.Session.Identity, watch, history, reads, mayWrite: !step.Work.IsRead());
        var session = new AccountSession(
            account.Session.Caller,
            identity,
            new WatchedCallerIdentityService(account.Session.Callers, watch, history),
            new ImmediateTime(account.Session.Time, late),
            account.Session.Connection);
        var record = new StepRecord
        {
            Step = step,
            Begun = history.Now,
            Keys = history.Keys,
            TagLag = reads.TagLag,
            ListLag = reads.ListLag,
            Before = history.Users(),
            Named = after is not null ? after.Named : user is null ? null : new KeyTarget(world.UserName(user.Value), key is null ? null : world.KeyId(user.Value, key.Value)),
            Repeated = after,
            Evidence = identity.Evidence,
        };
        bool wasAsked = false;
        Agreement Answer()
        {
            if (!wasAsked && step.Between is not null)
            {
                trace.Write("  between plan and work: " + step.Between);
                world.Do(step.Between);
                record.Before = history.Users();
                history.Acting = Actor.Module;
            }

            wasAsked = true;
            return step.Work is WhatIf ? Agreement.OnlyPlanned : step.Between is null ? Agreement.Agreed : Agreement.AgreedLater;
        }

        var report = new WatchedReport(watch, history, trace, step.Trouble) { OnQuestion = Answer };
        if (step.Trouble is NetworkFault fault)
        {
            NetworkFaults.Order(account.Server, fault, troubledUser);
        }

        account.Server.Calls.Clear();
        history.Acting = Actor.Module;
        judge.Begin(record);
        try
        {
            await new ModuleCalls(session, schedule.Account.CallsInFlight, record.Named, report, schedule.Account.HasStore ? [new ScheduleStore(store, watch)] : [], watch.Token).DoAsync(step.Work);
        }
        catch (Exception problem)
        {
            record.Thrown = problem;
            trace.Write("  thrown: " + problem.GetType().Name + ": " + problem.Message);
        }

        account.Server.Faults.Clear();
        record.Calls = account.Server.Calls.Snapshot();
        List<string?> hit = NetworkFaults.Hit(record.Calls, history).ToList();
        record.After = history.Users();
        record.LateCreations = watch.LateCreations;
        record.Rotated = report.Rotated;
        record.Failures = report.Failures;
        record.Texts = report.Texts();
        record.IsStopped = watch.IsStopped || record.Thrown is ResultNotTakenException;
        record.IsAccountTroubled = watch.IsAccountTroubled || hit.Contains(null);
        record.TroubledUsers = hit.OfType<string>().Concat(watch.TroubledUsers).Concat(report.RefusedUsers).ToHashSet(StringComparer.OrdinalIgnoreCase);
        record.ReportTimes = identity.ReportTimes.ToList();
        tally.Count(record);
        ThrowIfBroken(judge.End());
        return record;
    }

    private void Meddle(string userName)
    {
        trace.Write("  meanwhile somebody enables the keys of " + userName);
        history.ActAs(Actor.Administrator, () => world.EnableKeys(userName));
    }

    private void ThrowIfBroken(IReadOnlyList<string> objections)
    {
        if (objections.Count > 0)
        {
            throw new BrokenPromiseException(string.Join(
                Environment.NewLine, [string.Join(Environment.NewLine, objections), "The schedule:", schedule.ToString(), "What happened:", trace.ToString()]));
        }
    }
}
