using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Activity;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Activity;

/// <summary>Who signs with a key.</summary>
public sealed class KeyActivityTests
{
    [Fact]
    public async Task What_comes_from_one_address_with_one_program_is_one_user_of_the_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        account.Call(key, "DescribeInstances", hoursAgo: 30, region: "us-east-1");
        account.Call(key, "DescribeInstances", hoursAgo: 20);
        account.Call(key, "RunInstances", hoursAgo: 10, error: "Client.UnauthorizedOperation");
        account.Call(key, "DescribeVpcs", hoursAgo: 2, from: "192.0.2.11", agent: ActivityAccount.Cli);

        RecordingReport report = await account.SearchAsync(null, new KeyTarget("svc"));

        Assert.Empty(report.Failures);
        Assert.Empty(report.Warnings);
        Assert.Equal(2, report.Results<KeyActivity>().Count);
        KeyActivity cli = report.Results<KeyActivity>()[0];
        Assert.Equal(("svc", key.AccessKeyId, "aws-cli/2", "192.0.2.11", 1, 0), (cli.UserName, cli.AccessKeyId, cli.UserAgent, cli.SourceAddress, cli.Count, cli.Denied));
        KeyActivity boto = report.Results<KeyActivity>()[1];
        Assert.Equal(("Boto3/1.34", "192.0.2.10", 3, 1), (boto.UserAgent, boto.SourceAddress, boto.Count, boto.Denied));
        Assert.Equal(["ec2:DescribeInstances (2)", "ec2:RunInstances (1)"], boto.Actions.Select(action => action.ToString()));
        Assert.Equal(["eu-west-1", "us-east-1"], boto.Regions);
        Assert.Equal((TestAccount.Start.AddHours(-30), TestAccount.Start.AddHours(-10)), (boto.FirstTime, boto.LastTime));
        Assert.Equal(ActivityAccount.Boto, boto.FullUserAgent);
    }

    [Fact]
    public async Task The_region_of_IAM_and_that_of_the_last_use_are_read_and_no_other()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        account.Call(key, hoursAgo: 5, region: "ap-southeast-2");
        account.Call(key, hoursAgo: 2);

        Assert.Equal(["eu-west-1"], Assert.Single((await account.SearchAsync(null, new KeyTarget("svc"))).Results<KeyActivity>()).Regions);
        Assert.Equal(["eu-west-1", "us-east-1"], RegionsAsked(account));
        KeyActivity all = Assert.Single((await account.SearchAsync(new ActivityOptions { AllRegions = true }, new KeyTarget("svc"))).Results<KeyActivity>());
        Assert.Equal(["ap-southeast-2", "eu-west-1"], all.Regions);
        KeyActivity named = Assert.Single((await account.SearchAsync(new ActivityOptions { Regions = ["ap-southeast-2"] }, new KeyTarget("svc"))).Results<KeyActivity>());
        Assert.Equal(["ap-southeast-2"], named.Regions);
    }

    [Fact]
    public async Task Only_the_asked_days_are_read()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        account.Call(key, hoursAgo: 24 * 10);
        account.Call(key, hoursAgo: 1);

        Assert.Equal(1, Assert.Single((await account.SearchAsync(null, new KeyTarget("svc"))).Results<KeyActivity>()).Count);
        Assert.Equal(2, Assert.Single((await account.SearchAsync(new ActivityOptions { Back = TimeSpan.FromDays(30) }, new KeyTarget("svc"))).Results<KeyActivity>()).Count);
    }

    [Fact]
    public async Task Where_nothing_is_found_it_is_said_where_was_looked_and_what_does_not_appear_there()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        account.State.RecordUse(key.AccessKeyId, "s3", "eu-west-1");

        RecordingReport report = await account.SearchAsync(null, new KeyTarget("svc"));

        Assert.Empty(report.Results<KeyActivity>());
        string warning = Assert.Single(report.Warnings);
        Assert.StartsWith($"No management event of the last 7 days was signed with key {key.AccessKeyId} of user svc in account 123456789012 in us-east-1, eu-west-1. Data events", warning, StringComparison.Ordinal);
        Assert.Single(report.VerboseMessages, message => message.Contains("90 days", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_most_recent_events_are_read_as_many_as_asked_for_with_a_warning()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        for (int minute = 0; minute < 130; minute++)
        {
            account.Call(key, hoursAgo: minute / 60.0);
        }

        RecordingReport report = await account.SearchAsync(new ActivityOptions { MaximumEvents = 70 }, new KeyTarget("svc"));
        RecordingReport all = await account.SearchAsync(new ActivityOptions { MaximumEvents = 130 }, new KeyTarget("svc"));

        Assert.Equal(70, Assert.Single(report.Results<KeyActivity>()).Count);
        Assert.Contains("Only the 70 most recent events", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Equal(130, Assert.Single(all.Results<KeyActivity>()).Count);
        Assert.Empty(all.Warnings);
    }

    [Fact]
    public async Task A_deleted_key_is_found_by_its_id_alone_with_the_user_that_the_events_name()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        account.Call(key, region: "us-east-1");
        account.State.DeleteAccessKey("svc", key.AccessKeyId);

        RecordingReport report = await account.SearchAsync(null, new KeyTarget(string.Empty, key.AccessKeyId));

        Assert.Equal("svc", Assert.Single(report.Results<KeyActivity>()).UserName);
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("LastRegionUnknown", failure.ErrorId);
        Assert.Contains("iam:GetAccessKeyLastUsed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_user_who_is_not_there_hides_no_other()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Call(account.UserWithKey("svc", 200));

        RecordingReport report = await account.SearchAsync(null, new KeyTarget("nobody"), new KeyTarget("svc"));

        Assert.Equal("UserNotFound", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("svc", Assert.Single(report.Results<KeyActivity>()).UserName);
    }

    [Fact]
    public async Task Without_permission_every_key_has_its_error_and_the_region_is_asked_once()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (string user in new[] { "one", "two" })
        {
            account.Call(account.UserWithKey(user, 200), region: "us-east-1");
        }

        account.State.AllowActions(SandboxServer.AdministratorName, "iam:*");
        RecordingReport report = await account.SearchAsync(null, new KeyTarget("one"), new KeyTarget("two"));

        Assert.Equal(["AccessDenied", "AccessDenied"], report.Failures.Select(failure => failure.ErrorId));
        Assert.Equal(["one", "two"], report.Failures.Select(failure => failure.Target!.UserName).Order(StringComparer.Ordinal));
        Assert.All(report.Failures, failure => Assert.Contains("cloudtrail:LookupEvents", failure.Message, StringComparison.Ordinal));
        Assert.Empty(report.Warnings);
        Assert.InRange(account.Server.Calls.Count("LookupEvents"), 1, 2);
    }

    [Fact]
    public async Task A_region_that_the_account_has_not_enabled_is_a_warning()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Call(account.UserWithKey("svc", 200));
        account.Server.Faults.Order(new Fault { Operation = "LookupEvents", Kind = FaultKind.Error, ErrorCode = "UnrecognizedClientException" });

        RecordingReport report = await account.SearchAsync(new ActivityOptions { Regions = ["ap-east-1"] }, new KeyTarget("svc"));

        Assert.Empty(report.Failures);
        Assert.Contains("ap-east-1", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_of_another_partition_is_refused_before_anything_is_called()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        KeyRotationException refusal = await Assert.ThrowsAsync<KeyRotationException>(() => account.SearchAsync(new ActivityOptions { Regions = ["cn-north-1"] }, new KeyTarget("svc")));

        Assert.Equal("UnknownRegion", refusal.ErrorId);
        Assert.Empty(account.Server.Calls.Snapshot());
    }

    private static string[] RegionsAsked(TestAccount account) =>
        account.Server.Calls.Snapshot().Where(call => call.Operation == "LookupEvents").Select(call => call.Region!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
}
