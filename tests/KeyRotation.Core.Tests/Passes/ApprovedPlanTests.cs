using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Plans;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Tests.Delivery;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Passes;

/// <summary>A plan that was approved is carried out unchanged: what no longer holds is refused, and nothing else is done.</summary>
public sealed class ApprovedPlanTests
{
    private const int FewestAccounts = 25;
    private const int MostAccounts = 100;

    [Fact]
    public async Task Of_an_account_that_moved_on_only_steps_of_the_plan_are_taken_and_each_other_one_has_its_reason()
    {
        int seed = Environment.GetEnvironmentVariable("KEYROTATION_SEED") is string given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        int taken = 0;
        int refused = 0;
        // What a random account has to offer differs: it goes on until both kinds were seen often enough.
        for (int number = 0; number < FewestAccounts || (number < MostAccounts && (taken <= FewestAccounts || refused <= FewestAccounts)); number++)
        {
            (int newlyTaken, int newlyRefused) = await CompareAsync(seed + number);
            taken += newlyTaken;
            refused += newlyRefused;
        }

        Assert.True(taken > FewestAccounts && refused > FewestAccounts, $"{taken} taken, {refused} refused: too few to show anything");
    }

    private static async Task<(int Taken, int Refused)> CompareAsync(int seed)
    {
        string because = "KEYROTATION_SEED=" + seed.ToString(CultureInfo.InvariantCulture);
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        var random = new Random(seed);
        for (int user = 0; user < 12; user++)
        {
            RandomUsers.Make(account, random, "svc" + user);
        }

        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        PassOptions options = Delivering();
        RotationPlan plan = await PlanAsync(account, options);
        for (int user = 0; user < 15; user++)
        {
            // Some users change, and some are new: what is due of them is not in the plan.
            MoveOn(account, random, "svc" + user);
        }

        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        var done = new ConcurrentQueue<StepDone>();
        RecordingReport run = await account.PassAsync(options, runner: new StepRunnerOptions { Approved = new ApprovedSteps(plan.Steps, plan.ValidUntil), StepDone = done.Enqueue, DestinationsOf = _ => ["Place:x"] });

        List<string> planned = plan.Steps.Select(step => step.Step + " " + step.AccessKeyId).ToList();
        List<string> taken = done.Select(step => step.Kind + " " + step.Key.AccessKeyId).ToList();
        Assert.True(taken.TrueForAll(planned.Contains), because + ": not planned: " + string.Join(", ", taken.Except(planned)));
        foreach (PlanStep step in plan.Steps.Where(step => !taken.Contains(step.Step + " " + step.AccessKeyId)))
        {
            Assert.True(run.Failures.Any(failure => failure.Target?.UserName == step.UserName), because + ": no reason for " + step.Text);
        }

        return (taken.Count, planned.Count - taken.Count);
    }

    [Fact]
    public async Task A_plan_is_carried_out_once()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        account.UserWithKey("svc", 200);
        RotationPlan plan = await PlanAsync(account, Delivering());

        Assert.Single((await RunAsync(account, plan)).Results<RotatedAccessKey>());
        RecordingReport again = await RunAsync(account, plan);

        KeyRotationException notDue = Assert.Single(again.Failures);
        Assert.Equal("PlannedStepNotDue", notDue.ErrorId);
        Assert.DoesNotContain("-UnusedFor", notDue.Message, StringComparison.Ordinal);
        Assert.Equal(2, account.State.FindUser("svc")!.Keys.Count);
    }

    [Fact]
    public async Task What_is_due_and_not_in_the_plan_is_not_done_and_not_read()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        account.UserWithKey("svc", 200);
        RotationPlan plan = await PlanAsync(account, Delivering());
        account.UserWithKey("another", 300);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        account.Server.Calls.Clear();

        RecordingReport run = await RunAsync(account, plan);

        Assert.Equal("svc", Assert.Single(run.Results<RotatedAccessKey>()).UserName);
        Assert.Empty(run.Failures);
        Assert.DoesNotContain(account.Server.Calls.Snapshot(), call => call.Parameters.Values.Contains("another", StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_secret_goes_where_the_plan_says_or_nowhere()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        account.UserWithKey("svc", 200);
        RotationPlan plan = await PlanAsync(account, Delivering());
        account.Server.Calls.Clear();

        RecordingReport run = await RunAsync(account, plan, "Place:elsewhere");

        KeyRotationException refusal = Assert.Single(run.Failures);
        Assert.Equal("PlannedStepRefused", refusal.ErrorId);
        Assert.Contains("Place:x", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Place:elsewhere", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_plan_ends_by_the_time_of_AWS()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        account.UserWithKey("svc", 200);
        RotationPlan plan = await PlanAsync(account, Delivering());
        account.Server.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        account.Server.Calls.Clear();

        KeyRotationException problem = await Assert.ThrowsAsync<KeyRotationException>(() => RunAsync(account, plan));

        Assert.Equal("PlanExpired", problem.ErrorId);
        Assert.DoesNotContain(account.Changes(), operation => operation != "GenerateCredentialReport");
    }

    [Fact]
    public async Task A_plan_of_another_account_does_nothing_here()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        account.UserWithKey("svc", 200);
        RotationPlan plan = await PlanAsync(account, Delivering());
        account.Server.Calls.Clear();
        var approved = new ApprovedSteps(plan.Steps.Select(step => step with { AccountId = "210987654321" }), plan.ValidUntil);

        RecordingReport run = await account.PassAsync(Delivering(), runner: new StepRunnerOptions { Approved = approved });

        Assert.Empty(run.Questions);
        Assert.Equal(["210987654321"], approved.TakeUnvisitedAccounts());
        Assert.Empty(account.Server.Calls.Snapshot());
    }

    private static PassOptions Delivering() => new() { Rotation = new RotationOptions { Destinations = new IDestination[] { new MemoryDestination("Place") } } };

    private static async Task<RotationPlan> PlanAsync(TestAccount account, PassOptions options)
    {
        var recorder = new PlanRecorder();
        await account.PassAsync(options, new RecordingReport { OnQuestion = (_, _) => Agreement.OnlyPlanned }, new StepRunnerOptions { StepPlanned = recorder.Add, DestinationsOf = _ => ["Place:x"] });
        return recorder.ToPlan(PlanConditions.Of(options), TimeSpan.FromDays(7), account.Server.Clock.UtcNow);
    }

    private static Task<RecordingReport> RunAsync(TestAccount account, RotationPlan plan, string place = "Place:x") =>
        account.PassAsync(Delivering(), runner: new StepRunnerOptions { Approved = new ApprovedSteps(plan.Steps, plan.ValidUntil), DestinationsOf = _ => [place] });

    /// <summary>What people and applications do between a plan and its approval.</summary>
    private static void MoveOn(TestAccount account, Random random, string name)
    {
        if (account.State.FindUser(name) is not { } user)
        {
            account.UserWithKey(name, random.Next(1, 400));
            return;
        }

        string key = user.Keys[random.Next(user.Keys.Count)].AccessKeyId;
        switch (random.Next(8))
        {
            case 0:
                account.State.UpdateAccessKey(name, key, SandboxKeyStatus.Inactive);
                break;
            case 1:
                account.State.UpdateAccessKey(name, key, SandboxKeyStatus.Active);
                break;
            case 2:
                account.State.DeleteAccessKey(name, key);
                break;
            case 3:
                account.State.SetTag(name, "keyrotation:exempt", "until=2030-04-01 reason=vendor");
                break;
            case 4:
                account.State.RecordUse(key, "s3", "eu-west-1");
                break;
        }
    }
}
