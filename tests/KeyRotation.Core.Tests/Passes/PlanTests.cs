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
            MakeUser(account, random, "svc" + user);
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

    private static string Compromised(Random random, DateTimeOffset now) =>
        $"quarantined since={now.AddHours(-random.Next(0, 20)).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} cause=compromised finding=f1";

    /// <summary>Any mixture of ages, second keys, uses and journals: also ones that block the user.</summary>
    private static void MakeUser(TestAccount account, Random random, string name)
    {
        SandboxAccessKey first = account.UserWithKey(name, random.Next(1, 400));
        if (random.Next(3) > 0)
        {
            account.State.RecordUse(first.AccessKeyId, "s3", "eu-west-1");
        }

        DateTimeOffset now = account.Server.Clock.UtcNow;
        SandboxAccessKey? second = random.Next(2) == 0 ? null : account.State.AddAccessKey(name, now.AddDays(-random.Next(0, 300)), random.Next(2) == 0 ? SandboxKeyStatus.Active : SandboxKeyStatus.Inactive);
        string since = now.AddDays(-random.Next(0, 1)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        switch (random.Next(9))
        {
            case 0 when second is not null:
                account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, $"superseded since={since} by={second.AccessKeyId}");
                break;
            case 1 when second is not null:
                account.State.SetTag(name, "keyrotation:" + second.AccessKeyId, $"quarantined since={since}");
                break;
            case 2:
                account.State.SetTag(name, "keyrotation:pending", $"rotate {first.AccessKeyId} at={since} token=t");
                break;
            case 3:
                account.State.SetTag(name, "keyrotation:exempt", "until=2026-04-01 reason=vendor");
                break;
            case 4:
                account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, "nonsense");
                break;
            case 7:
                // Inactive as it should be, or enabled elsewhere; alone, beside another, or replaced.
                account.State.UpdateAccessKey(name, first.AccessKeyId, random.Next(4) == 0 ? SandboxKeyStatus.Active : SandboxKeyStatus.Inactive);
                account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, Compromised(random, now) + (second is not null && random.Next(2) == 0 ? " by=" + second.AccessKeyId : string.Empty));
                break;
            case 8 when second is not null:
                account.State.UpdateAccessKey(name, second.AccessKeyId, SandboxKeyStatus.Inactive);
                account.State.SetTag(name, "keyrotation:" + second.AccessKeyId, Compromised(random, now));
                if (random.Next(2) == 0)
                {
                    account.State.SetTag(name, "keyrotation:" + first.AccessKeyId, $"superseded since={since} by={second.AccessKeyId}");
                }

                break;
            case 5:
                for (int tag = 0; tag < 49; tag++)
                {
                    account.State.SetTag(name, "own" + tag.ToString(CultureInfo.InvariantCulture), "x");
                }

                break;
        }
    }
}
