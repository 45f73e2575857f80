using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.ConfigRules;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.ConfigRules;

/// <summary>The rules of AWS Config on access keys, read and set over HTTP.</summary>
public sealed class ConfigRuleTests
{
    private const string Region = "us-east-1";

    [Fact]
    public async Task A_rule_that_is_set_is_shown_with_its_days_its_run_and_its_verdicts()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("old", 200);
        account.UserWithKey("young", 10);

        await SetAsync(account, new ConfigRuleOptions { Days = 60, Tags = new Dictionary<string, string> { ["Owner"] = "security" } });
        AccessKeyConfigRule rule = Assert.Single(await ReadAsync(account, includesVerdicts: true));

        Assert.Equal(("access-keys-rotated", "Rotated", "ACCESS_KEYS_ROTATED", 60, "ACTIVE", TestAccount.Start), (rule.Name, rule.Rule, rule.Source, rule.Days!.Value, rule.State, rule.LastEvaluation!.Value));
        Assert.Equal(
            [("old", "NON_COMPLIANT"), (SandboxServer.AdministratorName, "COMPLIANT"), ("young", "COMPLIANT")],
            rule.Verdicts!.Select(verdict => (verdict.UserName!, verdict.Verdict)));
        Assert.All(rule.Verdicts!, verdict => Assert.Equal(TestAccount.Start, verdict.At));
        Assert.StartsWith("arn:aws:config:us-east-1:", rule.Arn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verdicts_are_read_to_the_last_page_and_users_once_and_only_when_they_are_asked_for()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Users = 230 });
        await SetAsync(account, new ConfigRuleOptions());
        await SetAsync(account, new ConfigRuleOptions { Kind = ConfigRuleKind.Unused });
        account.Server.Calls.Clear();

        Assert.All(await ReadAsync(account, includesVerdicts: false), rule => Assert.Null(rule.Verdicts));
        Assert.Equal(["DescribeConfigRuleEvaluationStatus", "DescribeConfigRules"], account.Server.Calls.Snapshot().Select(call => call.Operation).Order(StringComparer.Ordinal));
        account.Server.Calls.Clear();

        Assert.All(await ReadAsync(account, includesVerdicts: true), rule => Assert.Equal(231, rule.Verdicts!.Count));
        Assert.Equal(2 * 3, account.Server.Calls.Count("GetComplianceDetailsByConfigRule"));
        Assert.Equal(1, account.Server.Calls.Count("ListUsers"));
    }

    [Fact]
    public async Task Rules_beyond_a_page_are_found_and_others_are_left_out()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int number in Enumerable.Range(0, 60))
        {
            account.State.AddConfigRule(Region, $"rule-{number:D2}", number == 59 ? "ACCESS_KEYS_ROTATED" : "S3_BUCKET_LOGGING_ENABLED");
        }

        AccessKeyConfigRule rule = Assert.Single(await ReadAsync(account, includesVerdicts: false));

        Assert.Equal(("rule-59", 90), (rule.Name, rule.Days));
        Assert.Equal(3, account.Server.Calls.Count("DescribeConfigRules"));
    }

    [Fact]
    public async Task The_verdicts_of_one_rule_that_cannot_be_read_are_an_error_and_the_other_rule_has_its_own()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        await SetAsync(account, new ConfigRuleOptions());
        await SetAsync(account, new ConfigRuleOptions { Kind = ConfigRuleKind.Root });
        account.Server.Faults.Order(new Fault { Operation = "GetComplianceDetailsByConfigRule", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403 });
        var report = new RecordingReport();

        await new ConfigRuleReading(account.Session, account.Connection.ConfigRules(), includesVerdicts: true, report).RunAsync(CancellationToken.None);

        Assert.Equal("AccessDenied", Assert.Single(report.Failures).ErrorId);
        Assert.Contains("access-keys-rotated", report.Failures[0].Message, StringComparison.Ordinal);
        Assert.Equal([null, "COMPLIANT"], report.Results<AccessKeyConfigRule>().Select(rule => rule.Verdicts?.Single().Verdict));
    }

    [Fact]
    public async Task Setting_a_rule_twice_sends_nothing_more_and_other_days_change_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        await SetAsync(account, new ConfigRuleOptions());
        await SetAsync(account, new ConfigRuleOptions { Days = 90 });
        Assert.Equal(["PutConfigRule"], account.Changes());

        RecordingReport report = await SetAsync(account, new ConfigRuleOptions { Days = 45, Tags = new Dictionary<string, string> { ["a"] = "b" } });

        Assert.Equal(2, account.Changes().Count);
        Assert.Equal(45, Assert.Single(await ReadAsync(account, includesVerdicts: false)).Days);
        Assert.Contains("Change (90 days to 45 days)", report.Questions.Single().Action, StringComparison.Ordinal);
        Assert.Contains("tags when a rule is created", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConfigRuleKind.Rotated, "access-keys-rotated", 90)]
    [InlineData(ConfigRuleKind.Unused, "iam-user-unused-credentials-check", 45)]
    [InlineData(ConfigRuleKind.Root, "iam-root-access-key-check", null)]
    public async Task Each_kind_has_its_usual_name_and_days(ConfigRuleKind kind, string name, int? days)
    {
        await using TestAccount account = await TestAccount.StartAsync();

        await SetAsync(account, new ConfigRuleOptions { Kind = kind });

        AccessKeyConfigRule rule = Assert.Single(await ReadAsync(account, includesVerdicts: false));
        Assert.Equal((name, kind.ToString(), days), (rule.Name, rule.Rule, rule.Days));
    }

    [Fact]
    public async Task A_plan_asks_and_sends_nothing()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        RecordingReport report = await SetAsync(account, new ConfigRuleOptions(), new RecordingReport { OnQuestion = (_, _) => Agreement.OnlyPlanned });

        Assert.Equal("Create (90 days)", Assert.Single(report.Questions).Action);
        Assert.Empty(account.Changes());
        Assert.Empty(report.Results<AccessKeyConfigRule>());
    }

    [Theory]
    [InlineData(null, true, "ConfigRecorderMissing", "put-delivery-channel")]
    [InlineData(false, true, "ConfigRecorderStopped", "aws configservice start-configuration-recorder --configuration-recorder-name default --region us-east-1")]
    [InlineData(true, false, "ConfigUsersNotRecorded", "includeGlobalResourceTypes=true")]
    public async Task Where_Config_records_nothing_the_refusal_says_what_turns_it_on(bool? isRecording, bool recordsUsers, string errorId, string command)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        if (isRecording is bool on)
        {
            account.State.SetConfigRecorder(Region, on, recordsUsers);
        }
        else
        {
            account.State.RemoveConfigRecorder(Region);
        }

        KeyRotationException refusal = await Assert.ThrowsAsync<KeyRotationException>(() => SetAsync(account, new ConfigRuleOptions()));

        Assert.Equal(errorId, refusal.ErrorId);
        Assert.Contains(command, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task The_rule_on_root_needs_no_recorded_users_and_takes_no_days()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.State.SetConfigRecorder(Region, isRecording: true, recordsUsers: false);

        Assert.Equal("ConfigRuleInvalid", (await Assert.ThrowsAsync<KeyRotationException>(() => SetAsync(account, new ConfigRuleOptions { Kind = ConfigRuleKind.Root, Days = 90 }))).ErrorId);
        await SetAsync(account, new ConfigRuleOptions { Kind = ConfigRuleKind.Root });

        Assert.Equal(["PutConfigRule"], account.Changes());
    }

    [Theory]
    [InlineData("S3_BUCKET_LOGGING_ENABLED", null)]
    [InlineData("IAM_ROOT_ACCESS_KEY_CHECK", null)]
    [InlineData("ACCESS_KEYS_ROTATED", "securityhub.amazonaws.com")]
    public async Task A_rule_of_another_kind_or_of_a_service_is_never_overwritten(string source, string? createdBy)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.State.AddConfigRule(Region, "access-keys-rotated", source, createdBy);

        Assert.Equal("ConfigRuleNameTaken", (await Assert.ThrowsAsync<KeyRotationException>(() => SetAsync(account, new ConfigRuleOptions { Days = 30 }))).ErrorId);

        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_second_rule_of_a_kind_is_made_with_a_warning()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.State.AddConfigRule(Region, "securityhub-access-keys-rotated", "ACCESS_KEYS_ROTATED", "securityhub.amazonaws.com");

        RecordingReport report = await SetAsync(account, new ConfigRuleOptions());

        Assert.Contains("securityhub-access-keys-rotated", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Equal(2, (await ReadAsync(account, includesVerdicts: false)).Count);
    }

    [Theory]
    [InlineData(FaultKind.CutAfter)]
    [InlineData(FaultKind.ErrorAfter)]
    public async Task After_an_unclear_answer_the_next_run_finds_the_rule_and_sends_nothing(FaultKind kind)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Server.Faults.Order(new Fault { Operation = "PutConfigRule", Kind = kind });

        Assert.True((await Assert.ThrowsAsync<ServiceException>(() => SetAsync(account, new ConfigRuleOptions { Days = 30 }))).IsUnclear);
        await SetAsync(account, new ConfigRuleOptions { Days = 30 });

        Assert.Equal(30, Assert.Single(await ReadAsync(account, includesVerdicts: false)).Days);
        Assert.Single(account.Changes());
    }

    private static async Task<RecordingReport> SetAsync(TestAccount account, ConfigRuleOptions options, RecordingReport? report = null)
    {
        report ??= new RecordingReport();
        await new ConfigRuleSetting(account.Session, account.Connection.ConfigRules(), options, report).RunAsync(CancellationToken.None);
        return report;
    }

    private static async Task<IReadOnlyList<AccessKeyConfigRule>> ReadAsync(TestAccount account, bool includesVerdicts)
    {
        var report = new RecordingReport();
        await new ConfigRuleReading(account.Session, account.Connection.ConfigRules(), includesVerdicts, report).RunAsync(CancellationToken.None);
        Assert.Empty(report.Failures);
        return report.Results<AccessKeyConfigRule>();
    }
}
