using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Activity;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Activity;

/// <summary>LookupEvents may be called twice a second in an account and region.</summary>
public sealed class LookupQuotaTests
{
    private static readonly string[] Regions = ["us-east-1", "eu-west-1", "ap-southeast-2"];

    [Fact]
    public async Task Forty_keys_in_three_regions_never_make_three_calls_in_a_second_of_a_region()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { LimitsTrailRate = true });
        List<KeyTarget> targets = Enumerable.Range(0, 40).Select(number => new KeyTarget($"svc-{number:D2}")).ToList();
        foreach (KeyTarget target in targets)
        {
            SandboxAccessKey key = account.UserWithKey(target.UserName, 200);
            for (int index = 0; index < 60; index++)
            {
                account.Call(key, hoursAgo: 1 + (index / 10.0), region: Regions[0]);
            }

            account.Call(key, region: Regions[1]);
        }

        RecordingReport report = await account.SearchAsync(new ActivityOptions { Regions = Regions }, [.. targets]);

        List<Call> calls = account.Server.Calls.Snapshot().Where(call => call.Operation == "LookupEvents").ToList();
        Assert.Empty(report.Failures);
        Assert.DoesNotContain(calls, call => call.Outcome != "200");
        Assert.Equal([(Regions[0], 80), (Regions[1], 40), (Regions[2], 40)], Regions.Select(region => (region, calls.Count(call => call.Region == region))));
        Assert.All(Regions, region => Assert.InRange(MostInASecond(calls.Where(call => call.Region == region)), 1, 2));
        Assert.Equal(targets.Select(target => target.UserName), report.Results<KeyActivity>().Select(activity => activity.UserName));
        Assert.All(report.Results<KeyActivity>(), activity => Assert.Equal(61, activity.Count));
    }

    [Fact]
    public async Task What_is_throttled_all_the_same_is_repeated()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Call(account.UserWithKey("svc", 200), region: "us-east-1");
        account.Server.Faults.Order(new Fault { Operation = "LookupEvents", Kind = FaultKind.Throttle, Times = 3 });

        RecordingReport report = await account.SearchAsync(null, new KeyTarget("svc"));

        Assert.Empty(report.Failures);
        Assert.Single(report.Results<KeyActivity>());
        Assert.Equal(4, account.Server.Calls.Count("LookupEvents"));
    }

    [Fact]
    public async Task What_is_throttled_without_end_is_the_error_of_its_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Call(account.UserWithKey("svc", 200), region: "us-east-1");
        account.Server.Faults.Order(new Fault { Operation = "LookupEvents", Kind = FaultKind.Throttle, Times = 1000 });

        RecordingReport report = await account.SearchAsync(null, new KeyTarget("svc"));

        Assert.Equal("Throttled", Assert.Single(report.Failures).ErrorId);
        Assert.Equal(7, account.Server.Calls.Count("LookupEvents"));
    }

    private static int MostInASecond(IEnumerable<Call> calls)
    {
        List<DateTimeOffset> times = calls.Select(call => call.At).Order().ToList();
        return times.Max(from => times.Count(at => at >= from && at < from.AddSeconds(1)));
    }
}
