using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Compliance;
using KeyRotation.ConfigRules;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Compliance;

/// <summary>The verdicts of AWS Config beside those of the module, and why they differ.</summary>
public sealed class ConfigComparisonTests
{
    private const string Region = "us-east-1";

    [Fact]
    public async Task Where_both_say_the_same_there_is_a_verdict_and_no_difference()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("old", 200);
        account.UserWithKey("young", 10);
        account.State.CreateUser("keyless");
        await SetAllAsync(account);

        RecordingReport report = await CheckAsync(account);

        Assert.Empty(report.Failures);
        Assert.Empty(report.Warnings);
        Assert.Equal(("NON_COMPLIANT", null), Said(report, "old"));
        Assert.Equal(("COMPLIANT", null), Said(report, "young"));
        Assert.Equal(("COMPLIANT", null), Said(report, "keyless"));
        Assert.Equal(("COMPLIANT", null), Said(report, "<root_account>", ComplianceControl.RootKey));
        Assert.Equal(("NON_COMPLIANT", null), Said(report, "old", ComplianceControl.UnusedCredentials));
    }

    [Fact]
    public async Task It_costs_two_calls_one_for_each_rule_and_one_for_the_users()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("young", 10);
        await SetAllAsync(account);
        await CheckAsync(account, compares: false);
        account.Server.Calls.Clear();

        await CheckAsync(account);

        List<string> calls = account.Server.Calls.Snapshot().Where(call => !call.Operation.Contains("CredentialReport", StringComparison.Ordinal)).Select(call => call.Operation).ToList();
        Assert.Equal(
            ["DescribeConfigRuleEvaluationStatus", "DescribeConfigRules", "GetComplianceDetailsByConfigRule", "GetComplianceDetailsByConfigRule", "GetComplianceDetailsByConfigRule", "ListUsers"],
            calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_the_switch_nothing_is_asked_and_nothing_is_said()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        await SetAllAsync(account);
        account.Server.Calls.Clear();

        RecordingReport report = await CheckAsync(account, compares: false);

        Assert.All(report.Results<ControlResult>(), result => Assert.Equal((null, null), (result.ConfigVerdict, result.ConfigDifference)));
        Assert.Equal(0, account.Server.Calls.Count("DescribeConfigRules"));
    }

    [Fact]
    public async Task On_the_day_itself_the_key_fails_here_and_passes_there()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 90);
        await SetAllAsync(account);

        (string? verdict, string? difference) = Said(await CheckAsync(account), "svc");

        Assert.Equal("COMPLIANT", verdict);
        Assert.Equal("The rule ran at 2026-03-02T09:00:00Z, by a credential report that may be from before 2026-03-02T09:00:00Z, when the limit of 90 days was reached.", difference);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        account.State.RunConfigRules(Region);
        Assert.Equal(("NON_COMPLIANT", null), Said(await CheckAsync(account), "svc"));
    }

    [Theory]
    [InlineData("COMPLIANT", "The day itself: AWS Config counts what is older than 90 days, and this module from the full 90 days on.")]
    [InlineData("NOT_APPLICABLE", "The day itself: AWS Config counts what is older than 90 days, and this module from the full 90 days on.")]
    [InlineData("INSUFFICIENT_DATA", "The rule access-keys-rotated had not enough data for a verdict.")]
    [InlineData("A_NEW_WORD", "The rule access-keys-rotated had not enough data for a verdict.")]
    public async Task A_rule_that_counts_begun_days_otherwise_is_explained_and_an_unknown_word_agrees_with_nothing(string verdict, string difference)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 90.5);
        var report = new RecordingReport();
        var config = new InventedConfig(account.State.FindUser("svc")!.UserId, verdict, TestAccount.Start.AddMinutes(-1));

        await new ComplianceAudit(account.Session, Options(), report, config).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((verdict, difference), Said(report, "svc"));
    }

    [Fact]
    public async Task A_rule_that_has_not_run_since_is_the_reason()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 89.5);
        await SetAllAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromHours(20));

        (string? verdict, string? difference) = Said(await CheckAsync(account), "svc");

        Assert.Equal("COMPLIANT", verdict);
        Assert.Equal("The rule last ran at 2026-03-02T09:00:00Z, before the limit of 90 days was reached at 2026-03-02T21:00:00Z.", difference);
    }

    [Theory]
    [InlineData(120, 100, "COMPLIANT", "The rule access-keys-rotated has a limit of 120 days, and this control one of 90.")]
    [InlineData(30, 50, "NON_COMPLIANT", "The rule access-keys-rotated has a limit of 30 days, and this control one of 90.")]
    public async Task Another_limit_in_the_rule_is_the_reason(int ruleDays, int keyDays, string verdict, string difference)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", keyDays);
        await SetAsync(account, new ConfigRuleOptions { Days = ruleDays });

        Assert.Equal((verdict, difference), Said(await CheckAsync(account), "svc"));
    }

    [Fact]
    public async Task Of_two_rules_the_one_with_the_limit_of_the_control_is_compared()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 100);
        await SetAsync(account, new ConfigRuleOptions { Name = "a-lax-one", Days = 300 });
        await SetAsync(account, new ConfigRuleOptions { Name = "b-like-ours" });

        Assert.Equal(("NON_COMPLIANT", null), Said(await CheckAsync(account), "svc"));
        Assert.Equal(1, account.Server.Calls.Count("GetComplianceDetailsByConfigRule"));
    }

    [Fact]
    public async Task A_key_disabled_and_a_key_created_since_are_the_reason()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("disabled", 200);
        SandboxAccessKey gone = account.UserWithKey("rotated", 200);
        await SetAllAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        account.State.UpdateAccessKey("disabled", old.AccessKeyId, SandboxKeyStatus.Inactive);
        account.State.DeleteAccessKey("rotated", gone.AccessKeyId);
        account.State.AddAccessKey("rotated");

        RecordingReport report = await CheckAsync(account);

        Assert.Contains(" is disabled, and disabled keys do not count. The rule last ran at 2026-03-02T09:00:00Z", Said(report, "disabled").Difference, StringComparison.Ordinal);
        Assert.Equal("NON_COMPLIANT", Said(report, "rotated").Verdict);
        Assert.Contains("was created at 2026-03-02T14:00:00Z.", Said(report, "rotated").Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_used_since_is_the_reason_for_unused_credentials()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 80);
        await SetAllAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        account.State.RecordUse(key.AccessKeyId, "s3", Region);

        (string? verdict, string? difference) = Said(await CheckAsync(account), "svc", ComplianceControl.UnusedCredentials);

        Assert.Equal("NON_COMPLIANT", verdict);
        Assert.Contains("was used at 2026-03-02T14:00:00Z.", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_made_since_has_no_verdict_and_a_user_deleted_since_is_a_warning()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("gone", 10);
        string id = account.State.FindUser("gone")!.UserId;
        await SetAllAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        account.State.DeleteAccessKey("gone", key.AccessKeyId);
        account.State.DeleteUser("gone");
        account.State.CreateUser("new");

        RecordingReport report = await CheckAsync(account);

        Assert.Equal((null, "The user was created at 2026-03-02T14:00:00Z, and the rule last ran at 2026-03-02T09:00:00Z, by a credential report that may be four hours older."), Said(report, "new"));
        Assert.Equal(2, report.Warnings.Count(warning => warning.Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_rule_the_command_that_makes_one_is_said_once_and_the_results_come()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);

        RecordingReport report = await CheckAsync(account);

        Assert.Equal(3, report.Warnings.Count(warning => warning.Contains("Set-AccessKeyConfigRule -Rule ", StringComparison.Ordinal)));
        Assert.Equal((null, null), Said(report, "svc"));
    }

    [Theory]
    [InlineData("DescribeConfigRules")]
    [InlineData("DescribeConfigRuleEvaluationStatus")]
    [InlineData("GetComplianceDetailsByConfigRule")]
    [InlineData("ListUsers")]
    public async Task What_cannot_be_compared_is_one_error_and_the_results_come(string operation)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        await SetAllAsync(account);
        account.Server.Faults.Order(new Fault { Operation = operation, Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403 });

        RecordingReport report = await CheckAsync(account);

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains("the results come without it", failure.Message, StringComparison.Ordinal);
        Assert.Contains(operation, failure.Message, StringComparison.Ordinal);
        Assert.Equal((null, null), Said(report, "svc"));
        Assert.Equal(ControlStatus.Fail, report.Results<ControlResult>().Single(result => result is { UserName: "svc", ControlValue: ComplianceControl.Rotation }).StatusValue);
    }

    private static ComplianceOptions Options() => new() { Benchmarks = [ComplianceBenchmark.Parse("7.0.0")] };

    private static (string? Verdict, string? Difference) Said(RecordingReport report, string userName, ComplianceControl control = ComplianceControl.Rotation)
    {
        ControlResult result = report.Results<ControlResult>().Single(result => result.UserName == userName && result.ControlValue == control);
        return (result.ConfigVerdict, result.ConfigDifference);
    }

    private static async Task SetAllAsync(TestAccount account)
    {
        foreach (ConfigRuleKind kind in Enum.GetValues<ConfigRuleKind>())
        {
            await SetAsync(account, new ConfigRuleOptions { Kind = kind });
        }

        account.Server.Calls.Clear();
    }

    private static Task SetAsync(TestAccount account, ConfigRuleOptions options) =>
        new ConfigRuleSetting(account.Session, account.Connection.ConfigRules(), options, new RecordingReport()).RunAsync(TestContext.Current.CancellationToken);

    private static async Task<RecordingReport> CheckAsync(TestAccount account, bool compares = true)
    {
        var report = new RecordingReport();
        await new ComplianceAudit(account.Session, Options(), report, compares ? account.Connection.ConfigRules() : null).RunAsync(TestContext.Current.CancellationToken);
        return report;
    }

    /// <summary>A Config with one rule that said one thing of one user.</summary>
    private sealed class InventedConfig(string userId, string verdict, DateTimeOffset at) : IConfigRuleService
    {
        public string Region => "us-east-1";

        public Task<IReadOnlyList<ConfigRule>> ListRulesAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ConfigRule>>([new ConfigRule("access-keys-rotated", ConfigRuleKind.Rotated) { Days = 90 }]);

        public Task<IReadOnlyDictionary<string, ConfigRuleRun>> GetRunsAsync(IReadOnlyCollection<string> ruleNames, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, ConfigRuleRun>>(new Dictionary<string, ConfigRuleRun> { ["access-keys-rotated"] = new(at, Problem: null) });

        public Task<IReadOnlyList<ConfigEvaluation>> ListEvaluationsAsync(string ruleName, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ConfigEvaluation>>([new ConfigEvaluation("AWS::IAM::User", userId, verdict, at)]);

        public Task<ConfigRecorder?> FindRecorderAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ConfigRule> PutRuleAsync(ConfigRule rule, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
