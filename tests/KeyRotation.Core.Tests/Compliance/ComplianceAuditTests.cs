using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Compliance;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Compliance;

public sealed class ComplianceAuditTests
{
    [Fact]
    public async Task An_account_of_1000_users_costs_3_calls_and_one_a_user_with_a_failure()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Users = 1000, ReportPolls = 0 });
        using var connection = await account.OpenAsync();

        RecordingReport report = await CheckAsync(account, Options("5.0.0"), connection.Account);

        int failing = report.Results<ControlResult>().Where(result => result.StatusValue == ControlStatus.Fail).Select(result => result.UserName).Distinct(StringComparer.Ordinal).Count();
        Assert.Equal(1002, report.Results<ControlResult>().Select(result => result.UserName).Distinct(StringComparer.Ordinal).Count());
        Assert.True(failing > 100, $"{failing} users fail");
        Assert.Equal(failing, account.Server.Calls.Count("ListAccessKeys"));
        Assert.Equal(3 + failing, account.Server.Calls.Snapshot().Count - (account.Server.Calls.Count("GenerateCredentialReport") - 1));
    }

    [Fact]
    public async Task A_user_deleted_since_the_report_has_no_result_and_a_key_rotated_since_is_no_failure()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey gone = account.UserWithKey("gone", 200);
        SandboxAccessKey old = account.UserWithKey("rotated", 200);
        await CheckAsync(account, Options("7.0.0"));
        account.State.DeleteAccessKey("gone", gone.AccessKeyId);
        account.State.DeleteUser("gone");
        account.State.AddAccessKey("rotated");
        account.State.DeleteAccessKey("rotated", old.AccessKeyId);

        RecordingReport report = await CheckAsync(account, Options("7.0.0"));

        Assert.Empty(report.Failures);
        Assert.DoesNotContain(report.Results<ControlResult>(), result => result.UserName == "gone");
        Assert.All(report.Results<ControlResult>().Where(result => result.UserName == "rotated"), result => Assert.Equal(ControlStatus.Pass, result.StatusValue));
    }

    [Fact]
    public async Task Keys_that_the_report_cannot_tell_apart_are_asked_for_one_by_one()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey first = account.UserWithKey("twins", 200);
        SandboxAccessKey second = account.State.AddAccessKey("twins", first.CreateDate);
        account.State.RecordUse(first.AccessKeyId, "s3", "eu-west-1", TestAccount.Start.AddDays(-1));

        RecordingReport report = await CheckAsync(account, Options("7.0.0"));

        ControlResult unused = report.Results<ControlResult>().Single(result => result is { UserName: "twins", ControlValue: ComplianceControl.UnusedCredentials });
        Assert.Equal(ControlStatus.Fail, unused.StatusValue);
        Assert.Contains(second.AccessKeyId + " was never used", unused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(first.AccessKeyId + " was", unused.Reason, StringComparison.Ordinal);
        Assert.Contains(unused.Evidence, evidence => evidence.Source == "iam:GetAccessKeyLastUsed");
    }

    [Fact]
    public async Task Of_an_inactive_key_that_the_report_does_not_know_no_use_is_asked_for_and_none_is_missed()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        await CheckAsync(account, Options("7.0.0"));
        SandboxAccessKey late = account.State.AddAccessKey("svc");
        account.State.UpdateAccessKey("svc", late.AccessKeyId, SandboxKeyStatus.Inactive);

        RecordingReport report = await CheckAsync(account, Options("7.0.0"));

        Assert.Empty(report.Failures);
        Assert.Equal(0, account.Server.Calls.Count("GetAccessKeyLastUsed"));
    }

    [Fact]
    public async Task The_remedy_of_a_confirmed_failure_names_the_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);

        RecordingReport report = await CheckAsync(account, Options("7.0.0"));

        ControlResult rotation = report.Results<ControlResult>().Single(result => result is { UserName: "svc", ControlValue: ComplianceControl.Rotation });
        Assert.Equal($"New-RotatedAccessKey -UserName svc -AccessKeyId {old.AccessKeyId} -Destination SecretsManager", Assert.Single(rotation.Remedy));
        Assert.Contains(rotation.Evidence, evidence => evidence.Source == "iam:ListAccessKeys");
        Assert.Equal(account.Server.Clock.UtcNow, rotation.CheckedAt);
        Assert.Equal(rotation.CheckedAt - rotation.ReportTime, rotation.ReportAge);
    }

    [Fact]
    public async Task A_failure_that_cannot_be_confirmed_stands_and_the_reason_is_said()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.UserWithKey("other", 200);
        account.Server.Faults.Order(new Fault { Operation = "ListAccessKeys", UserName = "svc", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403 });

        RecordingReport report = await CheckAsync(account, Options("7.0.0"));

        Assert.Equal("svc", Assert.Single(report.Failures).Target!.UserName);
        Assert.Equal(
            ["other", "svc"],
            report.Results<ControlResult>().Where(result => result is { ControlValue: ComplianceControl.Rotation, StatusValue: ControlStatus.Fail }).Select(result => result.UserName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_named_user_whom_the_report_does_not_know_is_said()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        await account.AuditAsync();
        account.UserWithKey("late", 200);

        RecordingReport report = await CheckAsync(account, Options("7.0.0") with { NamedUsers = ["late"], MatchesUserName = name => name == "late" });

        Assert.Equal("UserNotInReport", Assert.Single(report.Failures).ErrorId);
        Assert.Empty(report.Results<ControlResult>());
    }

    private static ComplianceOptions Options(params string[] benchmarks) => new() { Benchmarks = benchmarks.Select(ComplianceBenchmark.Parse).ToList() };

    private static async Task<RecordingReport> CheckAsync(TestAccount account, ComplianceOptions options, AccountSession? session = null)
    {
        var report = new RecordingReport();
        await new ComplianceAudit((session ?? account.Session).Limited(8), options, report).RunAsync(TestContext.Current.CancellationToken);
        return report;
    }
}
