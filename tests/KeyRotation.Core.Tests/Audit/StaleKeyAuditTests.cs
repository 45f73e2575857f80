using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Audit;

public sealed class StaleKeyAuditTests
{
    [Fact]
    public async Task An_account_of_1000_users_with_50_flagged_costs_3_calls_and_one_a_flagged_user()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Users = 1000, StaleUsers = 50, ReportPolls = 0 });
        using var connection = await account.OpenAsync();

        var report = new RecordingReport();
        await new StaleKeyAudit(connection.Account.Limited(8), TestAccount.Older(90), report).RunAsync(TestContext.Current.CancellationToken);

        int polls = account.Server.Calls.Count("GenerateCredentialReport") - 1;
        Assert.Equal(50, report.Results<AccessKey>().Select(key => key.UserName).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3 + 50 + polls, account.Server.Calls.Snapshot().Count);
        Assert.True(polls <= 1, $"{polls} polls");
        Assert.Equal(1, account.Server.Calls.Count("GetCallerIdentity"));
        Assert.Equal(1, account.Server.Calls.Count("GetCredentialReport"));
        Assert.Equal(50, account.Server.Calls.Count("ListAccessKeys"));
    }

    [Fact]
    public async Task Keys_of_89_days_and_of_90_days_less_a_second_are_not_flagged_and_of_90_days_are()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("young", 89);
        account.State.CreateUser("almost", TestAccount.Start.AddYears(-1));
        account.State.AddAccessKey("almost", TestAccount.Start.AddDays(-90).AddSeconds(60));
        account.UserWithKey("old", 90);

        RecordingReport report = await account.AuditAsync();

        AccessKey key = Assert.Single(report.Results<AccessKey>());
        Assert.Equal("old", key.UserName);
        Assert.Equal(KeyStage.Stale, key.StageValue);
        Assert.Equal("123456789012", key.AccountId);
        Assert.NotNull(key.GetConnection());
        Assert.NotNull(key.ReportTime);
    }

    [Fact]
    public async Task Ages_are_measured_by_AWS_s_clock_and_not_by_the_workstation_s()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("old", 90);
        account.UserWithKey("young", 80);
        account.Time.Wrong = TimeSpan.FromDays(-40);
        using var connection = await account.OpenAsync();

        var report = new RecordingReport();
        await new StaleKeyAudit(connection.Account, TestAccount.Older(90), report).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal("old", Assert.Single(report.Results<AccessKey>()).UserName);
    }

    [Fact]
    public async Task A_user_deleted_or_rotated_by_hand_since_the_report_is_not_flagged()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey gone = account.UserWithKey("gone", 200);
        SandboxAccessKey rotated = account.UserWithKey("rotated", 200);
        await account.AuditAsync();
        account.State.DeleteAccessKey("gone", gone.AccessKeyId);
        account.State.DeleteUser("gone");
        account.State.AddAccessKey("rotated");
        account.State.DeleteAccessKey("rotated", rotated.AccessKeyId);

        RecordingReport report = await account.AuditAsync();

        Assert.Empty(report.Results<AccessKey>());
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task An_empty_account_gives_nothing_and_no_error()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        RecordingReport report = await account.AuditAsync();

        Assert.Empty(report.Results<AccessKey>());
        Assert.Empty(report.Failures);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task A_report_that_never_completes_ends_with_an_error_that_names_the_way_out()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { ReportPolls = int.MaxValue });
        account.UserWithKey("old", 200);

        KeyRotationException failure = await Assert.ThrowsAsync<KeyRotationException>(() => account.AuditAsync());

        Assert.Equal("ReportNotCompleted", failure.ErrorId);
        Assert.Contains("-Live", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Changes(), operation => operation != "GenerateCredentialReport");
    }

    [Fact]
    public async Task A_user_created_after_the_report_is_found_when_named_and_an_unknown_one_is_an_error()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        await account.AuditAsync();
        account.UserWithKey("late", 200);

        RecordingReport report = await account.AuditAsync(TestAccount.Older(90) with { MatchesUserName = name => name is "late" or "nobody", NamedUsers = ["late", "nobody"] });

        Assert.Equal("late", Assert.Single(report.Results<AccessKey>()).UserName);
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("UserNotFound", failure.ErrorId);
        Assert.Equal("nobody", failure.Target!.UserName);
    }

    [Fact]
    public async Task A_live_audit_reads_every_page_and_looks_up_uses_only_where_they_matter()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Users = 1100, StaleUsers = 7 });

        RecordingReport report = await account.AuditAsync(TestAccount.Older(90) with { Live = true });

        Assert.Equal(7, report.Results<AccessKey>().Select(key => key.UserName).Distinct(StringComparer.Ordinal).Count());
        Assert.True(account.Server.Calls.Count("ListUsers") >= 2);
        Assert.Equal(report.Results<AccessKey>().Count, account.Server.Calls.Count("GetAccessKeyLastUsed"));
        Assert.Equal(0, account.Server.Calls.Count("GetCredentialReport"));
    }

    [Fact]
    public async Task A_throttled_look_up_of_the_last_use_is_unknown_and_never_never_used()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("old", 200);
        account.Server.Faults.Order(new Fault { Operation = "GetAccessKeyLastUsed", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 100 });

        RecordingReport report = await account.AuditAsync(TestAccount.Older(90) with { Live = true });

        Assert.Equal(UseKind.Unknown, Assert.Single(report.Results<AccessKey>()).LastUsed.Kind);
    }

    [Fact]
    public async Task Two_keys_created_in_the_same_second_are_told_apart_by_status_or_not_at_all()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey first = account.UserWithKey("twins", 200);
        SandboxAccessKey second = account.State.AddAccessKey("twins", first.CreateDate);
        account.State.RecordUse(first.AccessKeyId, "s3", "eu-west-1", TestAccount.Start.AddDays(-1));

        RecordingReport bothActive = await account.AuditAsync();
        Assert.All(bothActive.Results<AccessKey>(), key => Assert.Equal(UseKind.Unknown, key.LastUsed.Kind));

        account.State.UpdateAccessKey("twins", second.AccessKeyId, SandboxKeyStatus.Inactive);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        AccessKey told = Assert.Single((await account.AuditAsync()).Results<AccessKey>());
        Assert.Equal(first.AccessKeyId, told.AccessKeyId);
        Assert.Equal("s3", told.LastUsed.Service);
    }

    [Fact]
    public async Task Inactive_keys_are_given_only_when_asked_for()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("off", 200);
        account.State.UpdateAccessKey("off", key.AccessKeyId, SandboxKeyStatus.Inactive);

        Assert.Empty((await account.AuditAsync()).Results<AccessKey>());
        AccessKey shown = Assert.Single((await account.AuditAsync(TestAccount.Older(90) with { IncludeInactive = true })).Results<AccessKey>());
        Assert.Equal(AccessKeyStatus.Inactive, shown.StatusValue);
    }

    [Fact]
    public async Task The_root_user_s_key_is_shown_without_an_id_and_costs_no_call()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.State.RootHasAccessKey = true;
        account.Server.Clock.Advance(TimeSpan.FromDays(4000));

        AccessKey root = Assert.Single((await account.AuditAsync()).Results<AccessKey>(), key => key.UserName == "<root_account>");

        Assert.Null(root.AccessKeyId);
        Assert.DoesNotContain(account.Server.Calls.Snapshot(), call => call.Parameters.Values.Contains("<root_account>", StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_user_s_failure_neither_stops_nor_hides_another_s()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("a", 200);
        account.UserWithKey("b", 200);
        account.UserWithKey("c", 200);
        account.Server.Faults.Order(new Fault { Operation = "ListAccessKeys", UserName = "b", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403 });

        RecordingReport report = await account.AuditAsync();

        Assert.Equal(["a", "c"], report.Results<AccessKey>().Select(key => key.UserName));
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains("iam:ListAccessKeys", failure.Message, StringComparison.Ordinal);
        Assert.Equal("b", failure.Target!.UserName);
    }
}
