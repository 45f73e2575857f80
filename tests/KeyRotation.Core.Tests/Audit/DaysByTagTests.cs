using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Compliance;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Audit;

/// <summary>The tag <c>keyrotation:days</c>: a limit for one user, shorter than that of the others.</summary>
public sealed class DaysByTagTests
{
    private static readonly AuditOptions ByTag = TestAccount.Older(90) with { DaysByTag = true };

    [Theory]
    [InlineData("60", "dated,old")]
    [InlineData("61", "dated,old")]
    [InlineData("62", "old")]
    [InlineData("400", "old")]
    [InlineData("2147483647", "old")]
    public async Task A_tag_makes_the_limit_shorter_and_never_longer(string days, string stale)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("dated", 61);
        account.UserWithKey("young", 61);
        account.UserWithKey("old", 91);
        account.State.SetTag("dated", "keyrotation:days", days);
        account.State.SetTag("old", "keyrotation:days", days);

        RecordingReport audit = await account.AuditAsync(ByTag);
        Assert.Equal(stale, string.Join(",", audit.Results<AccessKey>().Select(key => key.UserName).Order(StringComparer.Ordinal)));

        RecordingReport pass = await account.PassAsync(new PassOptions { Rotation = new RotationOptions { DaysByTag = true } });
        Assert.Equal(stale, string.Join(",", pass.Results<RotatedAccessKey>().Select(key => key.UserName).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Without_the_switch_nothing_is_read_for_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("dated", 61);
        account.State.SetTag("dated", "keyrotation:days", "30");

        Assert.Empty((await account.AuditAsync()).Results<AccessKey>());
        Assert.Empty((await account.PassAsync()).Results<RotatedAccessKey>());
        Assert.Equal(0, account.Server.Calls.Count("ListUserTags"));
    }

    [Fact]
    public async Task An_audit_costs_a_call_for_each_user_with_an_active_key_and_one_for_each_flagged_user()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        for (int user = 0; user < 20; user++)
        {
            account.UserWithKey("svc" + user, 50);
        }

        account.State.SetTag("svc7", "keyrotation:days", "30");
        account.Server.Calls.Clear();
        RecordingReport audit = await account.AuditAsync(ByTag);

        Assert.Equal("svc7", Assert.Single(audit.Results<AccessKey>()).UserName);
        // The administrator that signs has a key too.
        Assert.Equal((21, 1), (account.Server.Calls.Count("ListUserTags"), account.Server.Calls.Count("ListAccessKeys")));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("99999999999999")]
    public async Task A_tag_that_is_no_number_of_days_is_said_and_the_user_is_judged_by_the_limit_of_all(string value)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 61);
        account.UserWithKey("old", 100);
        account.State.SetTag("svc", "keyrotation:days", value);

        RecordingReport audit = await account.AuditAsync(ByTag);

        Assert.Equal("JournalUnreadable", Assert.Single(audit.Failures).ErrorId);
        Assert.Equal("old", Assert.Single(audit.Results<AccessKey>()).UserName);
    }

    [Fact]
    public async Task The_benchmark_heeds_it_and_says_why()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("dated", 61);
        account.UserWithKey("young", 61);
        account.State.SetTag("dated", "keyrotation:days", "30");
        var options = new ComplianceOptions { Benchmarks = [ComplianceBenchmark.Parse("7.0.0")], DaysByTag = true };

        IReadOnlyList<ControlResult> results = await CheckAsync(account, options);

        ControlResult failed = Assert.Single(results, result => result is { ControlValue: ComplianceControl.Rotation, StatusValue: ControlStatus.Fail });
        Assert.Equal("dated", failed.UserName);
        Assert.Contains("the limit of the user is 30 days", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(failed.Evidence, item => item is { Name: "keyrotation:days", Value: "30", Source: "iam:ListUserTags" });
    }

    [Fact]
    public async Task Required_tags_are_a_control_of_users_with_an_active_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("complete", 5);
        account.UserWithKey("bare", 5);
        account.State.CreateUser("person");
        account.State.SetTag("complete", "OWNER", "data@example.com");
        account.State.SetTag("complete", "Application", "billing");
        account.State.SetTag("bare", "Application", " ");
        var options = new ComplianceOptions { Benchmarks = [ComplianceBenchmark.Parse("7.0.0")], RequiredTags = ["Owner", "Application"] };

        Dictionary<string, ControlResult> results = (await CheckAsync(account, options)).Where(result => result.ControlValue == ComplianceControl.RequiredTags).ToDictionary(result => result.UserName);

        Assert.Equal(ControlStatus.Pass, results["complete"].StatusValue);
        Assert.Equal(ControlStatus.NotApplicable, results["person"].StatusValue);
        Assert.Equal(("The user lacks the tags Owner, Application.", "Own rules", "Tags"), (results["bare"].Reason, results["bare"].Benchmark, results["bare"].ControlId));
        Assert.Equal("aws iam tag-user --user-name bare --tags 'Key=Owner,Value=<Owner>' 'Key=Application,Value=<Application>'", Assert.Single(results["bare"].Remedy));
        Assert.False(results.ContainsKey("<root_account>"));
    }

    private static async Task<IReadOnlyList<ControlResult>> CheckAsync(TestAccount account, ComplianceOptions options)
    {
        var report = new RecordingReport();
        await new ComplianceAudit(account.Session.Limited(8), options, report).RunAsync(TestContext.Current.CancellationToken);
        Assert.Empty(report.Failures);
        return report.Results<ControlResult>();
    }
}
