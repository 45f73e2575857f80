using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Delivery;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Passes;

/// <summary>What -WhatIf shows is what the run does, over random accounts.</summary>
public sealed class PlanTests
{
    private const int Accounts = 25;

    [Fact]
    public async Task The_plan_has_the_steps_and_the_refusals_of_the_run_that_follows()
    {
        int seed = Environment.GetEnvironmentVariable("KEYROTATION_SEED") is string given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        for (int number = 0; number < Accounts; number++)
        {
            await CompareAsync(seed + number);
        }
    }

    private static async Task CompareAsync(int seed)
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        var random = new Random(seed);
        for (int user = 0; user < 12; user++)
        {
            RandomUsers.Make(account, random, "svc" + user);
        }

        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        var options = new PassOptions
        {
            DormantFor = random.Next(2) == 0 ? null : TimeSpan.FromDays(45),
            Rotation = new RotationOptions { Destinations = random.Next(2) == 0 ? [] : new IDestination[] { new MemoryDestination("Place") } },
        };
        account.Server.Calls.Clear();
        RecordingReport plan = await account.PassAsync(options, new RecordingReport { OnQuestion = (_, _) => Agreement.OnlyPlanned });
        Assert.DoesNotContain(account.Changes(), operation => operation != "GenerateCredentialReport");
        RecordingReport run = await account.PassAsync(options);

        string because = "KEYROTATION_SEED=" + seed.ToString(CultureInfo.InvariantCulture);
        Assert.True(Steps(plan).SequenceEqual(Steps(run), StringComparer.Ordinal), because + Environment.NewLine + string.Join(Environment.NewLine, Steps(plan).Except(Steps(run)).Concat(Steps(run).Except(Steps(plan)))));
        Assert.Equal((because, string.Join(", ", Refusals(plan))), (because, string.Join(", ", Refusals(run))));
    }

    private static List<string> Steps(RecordingReport report) => report.Questions
        // What stands in brackets and behind goes on with the time: ages, and when a quarantine ends.
        .Select(question => question.Action + " " + question.Target.Split(" (")[0])
        .Order(StringComparer.Ordinal).ToList();

    private static List<string> Refusals(RecordingReport report) =>
        report.Failures.Concat(report.Later).Select(failure => failure.ErrorId + " " + failure.Target).Order(StringComparer.Ordinal).ToList();
}
