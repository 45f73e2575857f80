using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.Config;

/// <summary>AWS Config (API version 2014-11-12) in one region.</summary>
internal sealed class ConfigRulesClient : IConfigRuleService
{
    private const string Users = "AWS::IAM::User";

    /// <summary>How many names DescribeConfigRuleEvaluationStatus takes.</summary>
    private const int MostNames = 25;

    /// <summary>How many evaluations a page of GetComplianceDetailsByConfigRule has at most.</summary>
    private const int ItemsOnPage = 100;

    private readonly JsonClient client;

    public ConfigRulesClient(JsonClient client) => this.client = client;

    public string Region => client.Region;

    public async Task<IReadOnlyList<ConfigRule>> ListRulesAsync(CancellationToken cancellationToken) =>
        (await ListAsync(new JsonRequest("DescribeConfigRules"), "ConfigRules", cancellationToken).ConfigureAwait(false)).ConvertAll(Rule);

    public async Task<IReadOnlyDictionary<string, ConfigRuleRun>> GetRunsAsync(IReadOnlyCollection<string> ruleNames, CancellationToken cancellationToken)
    {
        const string operation = "DescribeConfigRuleEvaluationStatus";
        var runs = new Dictionary<string, ConfigRuleRun>(StringComparer.Ordinal);
        for (int index = 0; index < ruleNames.Count; index += MostNames)
        {
            JsonRequest request = new JsonRequest(operation).With("ConfigRuleNames", Texts(ruleNames.Skip(index).Take(MostNames)));
            foreach (JsonAnswer status in await ListAsync(request, "ConfigRulesEvaluationStatus", cancellationToken).ConfigureAwait(false))
            {
                runs[Required(operation, status, "ConfigRuleName")] = Run(status);
            }
        }

        return runs;
    }

    public async Task<IReadOnlyList<ConfigEvaluation>> ListEvaluationsAsync(string ruleName, CancellationToken cancellationToken)
    {
        const string operation = "GetComplianceDetailsByConfigRule";
        JsonRequest request = new JsonRequest(operation).With("ConfigRuleName", ruleName).With("Limit", ItemsOnPage);
        return (await ListAsync(request, "EvaluationResults", cancellationToken).ConfigureAwait(false)).ConvertAll(item => Evaluation(operation, item));
    }

    public async Task<ConfigRecorder?> FindRecorderAsync(CancellationToken cancellationToken)
    {
        const string operation = "DescribeConfigurationRecorders";
        JsonAnswer answer = await client.CallAsync(new JsonRequest(operation), cancellationToken).ConfigureAwait(false);
        if (answer.Items("ConfigurationRecorders").FirstOrDefault() is not JsonAnswer recorder)
        {
            return null;
        }

        string name = Required(operation, recorder, "name");
        JsonAnswer status = await client.CallAsync(
            new JsonRequest("DescribeConfigurationRecorderStatus").With("ConfigurationRecorderNames", Texts([name])), cancellationToken).ConfigureAwait(false);
        return new ConfigRecorder(name, status.Items("ConfigurationRecordersStatus").Any(item => item.IsTrue("recording")), RecordsUsers(recorder.Structure("recordingGroup")));
    }

    public async Task<ConfigRule> PutRuleAsync(ConfigRule rule, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        ConfigRuleKind kind = rule.Kind ?? throw new ArgumentException("The rule does not concern access keys.", nameof(rule));
        var members = new JsonObject
        {
            ["ConfigRuleName"] = rule.Name,
            ["Source"] = new JsonObject { ["Owner"] = "AWS", ["SourceIdentifier"] = ManagedRules.IdentifierOf(kind) },
        };
        foreach ((string name, string? value) in new[] { ("InputParameters", ManagedRules.ParametersOf(kind, rule.Days)), ("Description", rule.Description), ("MaximumExecutionFrequency", rule.Frequency) })
        {
            if (value is not null)
            {
                members[name] = value;
            }
        }

        JsonRequest request = new JsonRequest("PutConfigRule").With("ConfigRule", members);
        if (tags.Count > 0)
        {
            request.With("Tags", new JsonArray([.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]));
        }

        await client.CallAsync(request.WithoutAnswer(), cancellationToken).ConfigureAwait(false);
        return rule with { Source = ManagedRules.IdentifierOf(kind) };
    }

    private ConfigRule Rule(JsonAnswer item)
    {
        JsonAnswer? source = item.Structure("Source");
        ConfigRuleKind? kind = source?.Text("Owner") == "AWS" ? ManagedRules.KindOf(source.Text("SourceIdentifier")) : null;
        return new ConfigRule(Required("DescribeConfigRules", item, "ConfigRuleName"), kind)
        {
            Source = source?.Text("SourceIdentifier") ?? source?.Text("Owner") ?? string.Empty,
            Days = kind is ConfigRuleKind known ? ManagedRules.DaysOf(known, item.Text("InputParameters")) : null,
            Arn = item.Text("ConfigRuleArn") ?? string.Empty,
            Description = item.Text("Description"),
            State = item.Text("ConfigRuleState"),
            Frequency = item.Text("MaximumExecutionFrequency"),
            CreatedBy = item.Text("CreatedBy"),
        };
    }

    private static ConfigRuleRun Run(JsonAnswer status)
    {
        // AWS keeps the error of an earlier run beside a later success.
        DateTimeOffset? succeeded = status.Time("LastSuccessfulEvaluationTime");
        bool isOver = succeeded is not null && !(status.Time("LastFailedEvaluationTime") > succeeded);
        string?[] problem = isOver ? [] : [status.Text("LastErrorCode"), status.Text("LastErrorMessage")];
        string text = string.Join(": ", problem.Where(part => !string.IsNullOrEmpty(part)));
        return new ConfigRuleRun(succeeded, text.Length == 0 ? null : ForeignText.Clean(text));
    }

    private ConfigEvaluation Evaluation(string operation, JsonAnswer item)
    {
        JsonAnswer qualifier = item.Structure("EvaluationResultIdentifier")?.Structure("EvaluationResultQualifier")
            ?? throw client.Malformed(operation, "'EvaluationResultQualifier' is missing");
        return new ConfigEvaluation(
            Required(operation, qualifier, "ResourceType"),
            Required(operation, qualifier, "ResourceId"),
            Required(operation, item, "ComplianceType"),
            item.Time("ConfigRuleInvokedTime") ?? item.Time("ResultRecordedTime"))
        {
            Annotation = item.Text("Annotation") is string annotation ? ForeignText.Clean(annotation) : null,
        };
    }

    /// <summary>As RecordingGroup of the API reference says: all types with the global ones, all but some, or some.</summary>
    private static bool RecordsUsers(JsonAnswer? group)
    {
        if (group is null)
        {
            return false;
        }

        bool isListed = Lists(group, Users);
        bool isExcluded = group.Structure("exclusionByResourceTypes") is JsonAnswer excluded && Lists(excluded, Users);
        return group.Structure("recordingStrategy")?.Text("useOnly") switch
        {
            "EXCLUSION_BY_RESOURCE_TYPES" => !isExcluded,
            "INCLUSION_BY_RESOURCE_TYPES" => isListed,
            _ => isListed || (group.IsTrue("allSupported") && group.IsTrue("includeGlobalResourceTypes")),
        };
    }

    private static bool Lists(JsonAnswer group, string type) => group.Items("resourceTypes").Any(item => item.Root.ValueKind == System.Text.Json.JsonValueKind.String && item.Root.GetString() == type);

    private async Task<List<JsonAnswer>> ListAsync(JsonRequest request, string list, CancellationToken cancellationToken)
    {
        var walk = new PageWalk(client, request.Operation);
        var items = new List<JsonAnswer>();
        string? next;
        do
        {
            JsonAnswer page = await client.CallAsync(request, cancellationToken).ConfigureAwait(false);
            List<JsonAnswer> found = page.Items(list).ToList();
            next = page.Text("NextToken") is { Length: > 0 } token ? token : null;
            walk.Add(found.Count, page.ContentLength, next);
            items.AddRange(found);
            request = request.Copy().With("NextToken", next);
        }
        while (next is not null);
        return items;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private string Required(string operation, JsonAnswer item, string name) => item.Text(name) ?? throw client.Malformed(operation, $"'{name}' is missing");
}
