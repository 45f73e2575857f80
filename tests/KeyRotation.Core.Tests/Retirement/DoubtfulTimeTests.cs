using System;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Passes;
using KeyRotation.Retirement;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Retirement;

/// <summary>Answers that tell a wrong time or none: nothing that cannot be brought back rests on them.</summary>
public sealed class DoubtfulTimeTests
{
    public static TheoryData<string, int> Answers
    {
        get
        {
            var answers = new TheoryData<string, int>();
            foreach (string operation in new[] { "GetCallerIdentity", "GenerateCredentialReport", "GetCredentialReport", "ListUserTags", "ListAccessKeys", "GetAccessKeyLastUsed" })
            {
                answers.Add(operation, 0);
                answers.Add(operation, 1);
            }

            return answers;
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task One_answer_a_month_ahead_removes_no_key(string operation, int after)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string old = await QuarantinedAsync(account, days: 1);
        account.Server.Faults.Order(new Fault { Operation = operation, Kind = FaultKind.WrongDate, After = after });

        RecordingReport report = await RunAsync(account, (session, told) => new KeyRemoval(session, new RetirementOptions(), told), new KeyTarget("svc"));

        Assert.Contains(Assert.Single(report.Failures).ErrorId, (string[])["QuarantineNotOver", "ServerTimeUnknown"]);
        Assert.Equal("Inactive", account.StatusOf(old));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task One_answer_a_month_ahead_disables_no_key(string operation, int after)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string old = await SupersededAsync(account);
        account.Server.Faults.Order(new Fault { Operation = operation, Kind = FaultKind.WrongDate, After = after });

        RecordingReport report = await RunAsync(account, (session, told) => new KeyDisabling(session, new RetirementOptions(), told), new KeyTarget("svc"));

        Assert.Contains(Assert.Single(report.Failures).ErrorId, (string[])["NotQuietLongEnough", "ServerTimeUnknown"]);
        Assert.Equal("Active", account.StatusOf(old));
    }

    [Fact]
    public async Task One_answer_a_month_ahead_stops_nothing_that_is_due()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string old = await QuarantinedAsync(account, days: 8);
        account.Server.Faults.Order(new Fault { Operation = "ListUserTags", Kind = FaultKind.WrongDate });

        RecordingReport report = await RunAsync(account, (session, told) => new KeyRemoval(session, new RetirementOptions(), told), new KeyTarget("svc"));

        Assert.Empty(report.Failures);
        Assert.Equal("deleted", account.StatusOf(old));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(-30)]
    public async Task Without_a_date_in_any_answer_nothing_is_removed_disabled_or_begun_whatever_the_local_clock_says(int wrongDays)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string quarantined = await QuarantinedAsync(account, days: 8);
        string superseded = await SupersededAsync(account, "other");
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        string inactive = account.UserWithKey("by-hand", 10).AccessKeyId;
        account.State.UpdateAccessKey("by-hand", inactive, SandboxKeyStatus.Inactive);
        account.Time.Wrong = TimeSpan.FromDays(wrongDays);
        account.Server.Faults.Order(new Fault { Kind = FaultKind.NoDate, Times = 1000 });
        account.Server.Calls.Clear();

        KeyRotationException removal = Assert.Single((await RunAsync(account, (session, told) => new KeyRemoval(session, new RetirementOptions(), told), new KeyTarget("svc"))).Failures);
        KeyRotationException disabling = Assert.Single((await RunAsync(account, (session, told) => new KeyDisabling(session, new RetirementOptions(), told), new KeyTarget("other"))).Failures);
        KeyRotationException beginning = Assert.Single((await RunAsync(account, (session, told) => new QuarantineStart(session, told), new KeyTarget("by-hand"))).Failures);

        Assert.All([removal, disabling, beginning], failure => Assert.Equal("ServerTimeUnknown", failure.ErrorId));
        Assert.All([removal, disabling, beginning], failure => Assert.Contains("No answer had a header Date", failure.Message, StringComparison.Ordinal));
        Assert.Contains("the proxy", removal.Message, StringComparison.Ordinal);
        Assert.Equal(("Inactive", "Active"), (account.StatusOf(quarantined), account.StatusOf(superseded)));
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task Force_removes_and_disables_without_the_time_and_warns()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string quarantined = await QuarantinedAsync(account, days: 1);
        account.Server.Faults.Order(new Fault { Kind = FaultKind.NoDate, Times = 1000 });

        RecordingReport report = await RunAsync(account, (session, told) => new KeyRemoval(session, new RetirementOptions { Force = true }, told), new KeyTarget("svc"));

        Assert.Contains(report.Warnings, warning => warning.StartsWith("-Force", StringComparison.Ordinal) && warning.Contains("AWS's time", StringComparison.Ordinal));
        Assert.Equal("deleted", account.StatusOf(quarantined));
    }

    [Fact]
    public async Task A_quarantine_that_was_forced_by_a_clock_that_is_behind_ends_no_earlier()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string old = account.UserWithKey("svc", 200).AccessKeyId;
        account.Time.Wrong = TimeSpan.FromDays(-30);
        account.Server.Faults.Order(new Fault { Kind = FaultKind.NoDate, Times = 1000 });
        RecordingReport disabled = await RunAsync(account, (session, told) => new KeyDisabling(session, new RetirementOptions { Force = true }, told), new KeyTarget("svc", old));
        Assert.Equal("Inactive", account.StatusOf(old));
        Assert.Contains(disabled.Warnings, warning => warning.Contains("quarantine is not recorded", StringComparison.Ordinal));
        account.Server.Faults.Clear();
        account.Time.Wrong = TimeSpan.Zero;

        async Task RemoveAsync(int days)
        {
            account.Server.Clock.Advance(TimeSpan.FromDays(days));
            await RunAsync(account, (session, told) => new KeyRemoval(session, new RetirementOptions(), told), new KeyTarget("svc", old));
        }

        await RemoveAsync(days: 1);
        await RemoveAsync(days: 6);
        Assert.Equal("Inactive", account.StatusOf(old));
        await RemoveAsync(days: 2);
        Assert.Equal("deleted", account.StatusOf(old));
    }

    [Fact]
    public async Task The_quiet_time_of_a_key_that_was_rotated_by_a_clock_that_is_behind_is_no_shorter()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Time.Wrong = TimeSpan.FromDays(-30);
        account.Server.Faults.Order(new Fault { Kind = FaultKind.NoDate, Times = 1000 });
        string old = await SupersededAsync(account);
        account.Server.Faults.Clear();
        account.Time.Wrong = TimeSpan.Zero;

        RecordingReport report = await RunAsync(account, (session, told) => new KeyDisabling(session, new RetirementOptions(), told), new KeyTarget("svc"));

        Assert.Equal("NotQuietLongEnough", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(old));
    }

    [Fact]
    public async Task In_a_pass_without_dates_each_user_whom_it_concerns_is_refused_and_others_are_not()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string quarantined = await QuarantinedAsync(account, days: 8);
        account.Server.Clock.Advance(TimeSpan.FromDays(8));
        account.UserWithKey("fresh", 1);
        account.Server.Faults.Order(new Fault { Kind = FaultKind.NoDate, Times = 1000 });

        RecordingReport report = await RunAsync(account, (session, told) => new KeyRemoval(session, new RetirementOptions(), told));

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal(("ServerTimeUnknown", "svc"), (failure.ErrorId, failure.Target?.UserName));
        Assert.Equal("Inactive", account.StatusOf(quarantined));
    }

    [Fact]
    public async Task A_rotation_that_may_still_run_is_not_settled_by_a_local_clock_that_is_ahead()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=dead");
        string young = account.State.AddAccessKey("svc").AccessKeyId;
        account.Time.Wrong = TimeSpan.FromHours(1);
        account.Server.Faults.Order(new Fault { Kind = FaultKind.NoDate, Times = 1000 });
        using AwsConnection connection = await account.OpenAsync();
        var report = new RecordingReport();

        await new StepRunner(connection.Account, AccountPass.CreateRotationRules(connection.Account, new(), report), new StepRunnerOptions(), report).RunAsync([new KeyTarget("svc")], default);

        Assert.Equal("ServerTimeUnknown", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(young));
    }

    /// <summary>Takes the steps of one rule on a connection of its own, as a cmdlet does.</summary>
    private static async Task<RecordingReport> RunAsync(TestAccount account, Func<AccountSession, IReport, StepRule> createRule, params KeyTarget[] targets)
    {
        var report = new RecordingReport();
        using AwsConnection connection = await account.OpenAsync();
        await new StepRunner(connection.Account, [createRule(connection.Account, report)], new StepRunnerOptions(), report).RunAsync(targets, default);
        return report;
    }

    private static async Task<string> SupersededAsync(TestAccount account, string userName = "svc")
    {
        SandboxAccessKey old = account.UserWithKey(userName, 200);
        Assert.Single((await account.RotateAndUseAsync(new KeyTarget(userName, old.AccessKeyId))).Results<RotatedAccessKey>());
        return old.AccessKeyId;
    }

    private static async Task<string> QuarantinedAsync(TestAccount account, int days)
    {
        string old = await SupersededAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Single((await account.DisableAsync(null, new KeyTarget("svc"))).Results<AccessKey>());
        account.Server.Clock.Advance(TimeSpan.FromDays(days));
        return old;
    }
}
