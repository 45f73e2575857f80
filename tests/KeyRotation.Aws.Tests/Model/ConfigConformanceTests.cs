using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Config;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>The calls to AWS Config, held against the official model: what is sent, and what is read.</summary>
public sealed class ConfigConformanceTests
{
    /// <summary>The typed codes of the service that no other service has.</summary>
    public static readonly string[] Codes = ["InvalidParameterValueException", "MaxNumberOfConfigRulesExceededException", "NoSuchConfigRuleException", "NoSuchConfigurationRecorderException", "ResourceInUseException"];

    private static readonly string[] Operations =
        ["DescribeConfigRuleEvaluationStatus", "DescribeConfigRules", "DescribeConfigurationRecorderStatus", "DescribeConfigurationRecorders", "GetComplianceDetailsByConfigRule", "PutConfigRule"];

    private static readonly string[] Verdicts = ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"];

    /// <summary>Declared codes that stay untyped, and why.</summary>
    private static readonly Dictionary<string, string> LeftUntyped = new(StringComparer.Ordinal)
    {
        ["InvalidNextTokenException"] = "we send back what came",
        ["InsufficientPermissionsException"] = "the message says which role of AWS Config lacks what; it is not the signer's",
        ["NoAvailableConfigurationRecorderException"] = "the recorder is looked at before",
    };

    private static ServiceModel Model => ServiceModel.Config;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_is_what_the_model_takes()
    {
        await using var stub = new StubServer(request => JsonModelInput.Operation(request) == "PutConfigRule"
            ? StubAnswer.Json(string.Empty)
            : StubAnswer.Json(new JsonModelAnswer(Model, JsonModelInput.Operation(request), Ends(request)).Text));
        using JsonClient client = Clients.Json(ServiceIdentity.Config, stub.Endpoint);
        var config = new ConfigRulesClient(client);

        await config.ListRulesAsync(Stop);
        await config.GetRunsAsync([.. Enumerable.Range(0, 26).Select(number => $"rule-{number}")], Stop);
        await config.ListEvaluationsAsync("access-keys-rotated", Stop);
        await config.FindRecorderAsync(Stop);
        await config.PutRuleAsync(
            new ConfigRule("access-keys-rotated", ConfigRuleKind.Rotated) { Days = 60, Description = "d", Frequency = "Six_Hours" }, new Dictionary<string, string> { ["Owner"] = "security" }, Stop);
        await config.PutRuleAsync(new ConfigRule("root", ConfigRuleKind.Root), new Dictionary<string, string>(), Stop);

        Assert.All(stub.Requests, request => Assert.Empty(JsonModelInput.Problems(Model, request)));
        Assert.Equal(Operations, stub.Requests.Select(JsonModelInput.Operation).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(2, stub.Requests.Count(request => JsonModelInput.Operation(request) == "DescribeConfigRuleEvaluationStatus"));
        JsonNode sent = JsonNode.Parse(stub.Requests.First(request => JsonModelInput.Operation(request) == "PutConfigRule").Body)!["ConfigRule"]!;
        Assert.Equal("""{"maxAccessKeyAge":"60"}""", sent["InputParameters"]!.ToString());
        Assert.Equal(("AWS", "ACCESS_KEYS_ROTATED"), (sent["Source"]!["Owner"]!.ToString(), sent["Source"]!["SourceIdentifier"]!.ToString()));
        Assert.Null(JsonNode.Parse(stub.Requests[^1].Body)!["ConfigRule"]!["InputParameters"]);
    }

    [Theory]
    [InlineData("AWS", "ACCESS_KEYS_ROTATED", """{"maxAccessKeyAge":"30"}""", ConfigRuleKind.Rotated, 30)]
    [InlineData("AWS", "ACCESS_KEYS_ROTATED", """{"maxAccessKeyAge":30}""", ConfigRuleKind.Rotated, 30)]
    [InlineData("AWS", "ACCESS_KEYS_ROTATED", "{}", ConfigRuleKind.Rotated, 90)]
    [InlineData("AWS", "ACCESS_KEYS_ROTATED", "no JSON", ConfigRuleKind.Rotated, null)]
    [InlineData("AWS", "IAM_USER_UNUSED_CREDENTIALS_CHECK", """{"maxCredentialUsageAge":"45"}""", ConfigRuleKind.Unused, 45)]
    [InlineData("AWS", "IAM_ROOT_ACCESS_KEY_CHECK", "{}", ConfigRuleKind.Root, null)]
    [InlineData("CUSTOM_LAMBDA", "ACCESS_KEYS_ROTATED", "{}", null, null)]
    [InlineData("AWS", "S3_BUCKET_LOGGING_ENABLED", "{}", null, null)]
    public async Task A_rule_is_known_by_its_source_and_read_for_its_days(string owner, string source, string parameters, ConfigRuleKind? kind, int? days)
    {
        var item = new JsonObject { ["ConfigRuleName"] = "r", ["Source"] = new JsonObject { ["Owner"] = owner, ["SourceIdentifier"] = source }, ["InputParameters"] = parameters };

        ConfigRule rule = Assert.Single(await AnsweredAsync("DescribeConfigRules", config => config.ListRulesAsync(Stop), ("ConfigRules", new JsonArray(item)), ("NextToken", null)));

        Assert.Equal(("r", kind, days), (rule.Name, rule.Kind, rule.Days));
    }

    [Fact]
    public async Task An_evaluation_is_read_for_its_resource_its_verdict_and_the_time_of_its_run()
    {
        ConfigEvaluation evaluation = Assert.Single(await AnsweredAsync(
            "GetComplianceDetailsByConfigRule", config => config.ListEvaluationsAsync("r", Stop), ("NextToken", null)));

        Assert.NotEmpty(evaluation.ResourceId);
        Assert.Contains(evaluation.Verdict, Verdicts, StringComparer.Ordinal);
        Assert.NotNull(evaluation.At);
        Assert.NotNull(evaluation.Annotation);
    }

    [Theory]
    [InlineData("""{"recordingGroup":{"allSupported":true,"includeGlobalResourceTypes":true}}""", true)]
    [InlineData("""{"recordingGroup":{"allSupported":true,"includeGlobalResourceTypes":false}}""", false)]
    [InlineData("""{"recordingGroup":{"allSupported":false,"resourceTypes":["AWS::IAM::User"],"recordingStrategy":{"useOnly":"INCLUSION_BY_RESOURCE_TYPES"}}}""", true)]
    [InlineData("""{"recordingGroup":{"allSupported":false,"resourceTypes":["AWS::S3::Bucket"]}}""", false)]
    [InlineData("""{"recordingGroup":{"exclusionByResourceTypes":{"resourceTypes":["AWS::IAM::User"]},"recordingStrategy":{"useOnly":"EXCLUSION_BY_RESOURCE_TYPES"}}}""", false)]
    [InlineData("""{"recordingGroup":{"exclusionByResourceTypes":{"resourceTypes":["AWS::S3::Bucket"]},"recordingStrategy":{"useOnly":"EXCLUSION_BY_RESOURCE_TYPES"}}}""", true)]
    [InlineData("{}", false)]
    public async Task Whether_users_are_recorded_follows_the_strategy_of_the_recorder(string recorder, bool recordsUsers)
    {
        JsonNode item = JsonNode.Parse(recorder)!;
        item["name"] = "default";
        await using var stub = new StubServer(request => StubAnswer.Json(JsonModelInput.Operation(request) == "DescribeConfigurationRecorders"
            ? new JsonObject { ["ConfigurationRecorders"] = new JsonArray(item.DeepClone()) }.ToJsonString()
            : """{"ConfigurationRecordersStatus":[{"name":"default","recording":true}]}"""));
        using JsonClient client = Clients.Json(ServiceIdentity.Config, stub.Endpoint);

        Assert.Equal(new ConfigRecorder("default", IsRecording: true, recordsUsers), await new ConfigRulesClient(client).FindRecorderAsync(Stop));
    }

    [Theory]
    [InlineData("""{"ConfigRuleName":"r"}""", null, null)]
    [InlineData("""{"ConfigRuleName":"r","LastSuccessfulEvaluationTime":1780000000,"LastFailedEvaluationTime":1770000000,"LastErrorCode":"E"}""", 1780000000L, null)]
    [InlineData("""{"ConfigRuleName":"r","LastSuccessfulEvaluationTime":1770000000,"LastFailedEvaluationTime":1780000000,"LastErrorCode":"E","LastErrorMessage":"m"}""", 1770000000L, "E: m")]
    public async Task A_run_is_read_for_its_last_success_and_for_an_error_that_came_after_it(string status, long? last, string? problem)
    {
        await using var stub = new StubServer(_ => StubAnswer.Json($$"""{"ConfigRulesEvaluationStatus":[{{status}}]}"""));
        using JsonClient client = Clients.Json(ServiceIdentity.Config, stub.Endpoint);

        ConfigRuleRun run = (await new ConfigRulesClient(client).GetRunsAsync(["r"], Stop))["r"];

        Assert.Equal((last, problem), (run.LastEvaluation?.ToUnixTimeSeconds(), run.Problem));
    }

    [Fact]
    public async Task Pages_in_a_circle_end_with_an_error()
    {
        await using var stub = new StubServer(_ => StubAnswer.Json("""{"EvaluationResults":[],"NextToken":"again"}"""));
        using JsonClient client = Clients.Json(ServiceIdentity.Config, stub.Endpoint);

        Assert.Equal(ServiceErrorKind.MalformedAnswer, (await Assert.ThrowsAsync<ServiceException>(() => new ConfigRulesClient(client).ListEvaluationsAsync("r", Stop))).Kind);
    }

    [Fact]
    public void Every_declared_error_of_a_call_is_typed_or_left_out_for_a_reason()
    {
        List<string> declared = Operations.SelectMany(Model.Errors).Select(error => error.Code).Distinct().ToList();

        Assert.Empty(Codes.Except(declared, StringComparer.Ordinal));
        Assert.Equal(LeftUntyped.Keys.Order(StringComparer.Ordinal), declared.Where(code => !ErrorKinds.OfCode.ContainsKey(code)).Order(StringComparer.Ordinal));
    }

    private static async Task<T> AnsweredAsync<T>(string operation, Func<ConfigRulesClient, Task<T>> call, params (string Path, JsonNode? Value)[] given)
    {
        await using var stub = new StubServer(_ => StubAnswer.Json(new JsonModelAnswer(Model, operation, given).Text));
        using JsonClient client = Clients.Json(ServiceIdentity.Config, stub.Endpoint);
        return await call(new ConfigRulesClient(client));
    }

    private static (string Path, JsonNode? Value)[] Ends(StubRequest request) => JsonModelInput.Operation(request) switch
    {
        "DescribeConfigRules" => [("ConfigRules", new JsonArray()), ("NextToken", null)],
        "DescribeConfigRuleEvaluationStatus" or "GetComplianceDetailsByConfigRule" => [("NextToken", null)],
        _ => [],
    };
}
