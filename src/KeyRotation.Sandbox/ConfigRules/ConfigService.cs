using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.ConfigRules;

/// <summary>AWS Config: its recorder, and managed rules on access keys.</summary>
internal sealed class ConfigService
{
    private const int RulesOnPage = 25;
    private const int EvaluationsOnPage = 10;
    private const int MostEvaluationsOnPage = 100;
    private const int MostNames = 25;

    private readonly RegionalStores<ConfigStore> stores;

    private ConfigService(RegionalStores<ConfigStore> stores) => this.stores = stores;

    public static JsonService Create(RegionalStores<ConfigStore> stores) => new(
        new SigningScope("config", SigningRegions.OfPartition), "StarlingDoveService", new ConfigService(stores).Operations())
    {
        InternalError = "InternalFailure",
        MessageMember = "message",
        SecretMembers = [],
    };

    private IEnumerable<JsonOperation> Operations() =>
    [
        new("DescribeConfigRules", _ => "*", DescribeRules),
        new("DescribeConfigRuleEvaluationStatus", _ => "*", DescribeStatus),
        new("GetComplianceDetailsByConfigRule", _ => "*", Details),
        new("PutConfigRule", _ => "*", Put) { Changes = true, FurtherActions = context => context.Members.Tags() is { Count: > 0 } ? ["TagResource"] : [] },
        new("DescribeConfigurationRecorders", _ => "*", context => Recorder(context, "ConfigurationRecorders", Describe)),
        new("DescribeConfigurationRecorderStatus", _ => "*", context => Recorder(context, "ConfigurationRecordersStatus", DescribeStatus)),
    ];

    private JsonObject DescribeRules(JsonContext context) => stores.In(context.Region, store => Page(context, "ConfigRules", Named(context, store), rule => rule.Name, RulesOnPage, Describe));

    private JsonObject DescribeStatus(JsonContext context) =>
        stores.In(context.Region, store => Page(context, "ConfigRulesEvaluationStatus", Named(context, store), rule => rule.Name, RulesOnPage, DescribeStatus));

    private JsonObject Details(JsonContext context) => stores.In(context.Region, store =>
    {
        var rule = store.Rule(context.Members.RequiredText("ConfigRuleName"));
        var limit = context.Members.Number("Limit", 0, MostEvaluationsOnPage) ?? 0;
        return Page(context, "EvaluationResults", rule.Evaluations.OrderBy(item => item.ResourceId, StringComparer.Ordinal), item => item.ResourceId, limit == 0 ? EvaluationsOnPage : limit, item => Describe(rule, item));
    });

    private JsonObject? Put(JsonContext context) => stores.In(context.Region, store =>
    {
        var rule = context.Members.Structure("ConfigRule") ?? throw AwsErrors.MustBeSet("configRule");
        var source = rule.Structure("Source") ?? throw AwsErrors.MustBeSet("configRule.source");
        if (source.RequiredText("Owner") != "AWS")
        {
            throw ConfigErrors.Invalid("The sandbox has managed rules only: the owner is AWS.");
        }

        store.Put(
            rule.Text("ConfigRuleName", 1, 128) ?? throw ConfigErrors.Invalid("The rule needs a name."),
            source.Text("SourceIdentifier", 1, 256) ?? throw ConfigErrors.Invalid("The rule needs a source identifier."),
            rule.Text("InputParameters", 1, 1024) ?? "{}",
            rule.Text("Description", 0, 256),
            rule.Text("MaximumExecutionFrequency"),
            createdBy: null);
        return (JsonObject?)null;
    });

    private JsonObject Recorder(JsonContext context, string list, Func<RecorderRecord, JsonObject> describe) => stores.In(context.Region, store =>
    {
        foreach (var name in context.Members.Texts("ConfigurationRecorderNames") ?? [])
        {
            _ = name == store.Recorder?.Name ? name : throw ConfigErrors.NoRecorderOf(name);
        }

        return new JsonObject { [list] = JsonContext.Array(store.Recorder is { } recorder ? [recorder] : Array.Empty<RecorderRecord>(), describe) };
    });

    private static IEnumerable<RuleRecord> Named(JsonContext context, ConfigStore store)
    {
        var names = context.Members.Texts("ConfigRuleNames") ?? [];
        return names.Count switch
        {
            0 => store.Rules(),
            > MostNames => throw ConfigErrors.Invalid("At most 25 rules can be named."),
            _ => names.Select(store.Rule).OrderBy(rule => rule.Name, StringComparer.Ordinal),
        };
    }

    private static JsonObject Page<T>(JsonContext context, string list, IEnumerable<T> sorted, Func<T, string> keyOf, int most, Func<T, JsonNode> node)
    {
        var answer = new JsonObject();
        new JsonPage(context.Members, most, ConfigErrors.InvalidToken).Write(answer, list, sorted, keyOf, node);
        return answer;
    }

    private static JsonObject Describe(RuleRecord rule)
    {
        var described = new JsonObject
        {
            ["ConfigRuleName"] = rule.Name,
            ["ConfigRuleArn"] = rule.Arn,
            ["ConfigRuleId"] = rule.Id,
            ["Source"] = new JsonObject { ["Owner"] = "AWS", ["SourceIdentifier"] = rule.SourceIdentifier },
            ["InputParameters"] = rule.InputParameters,
            ["ConfigRuleState"] = "ACTIVE",
            ["EvaluationModes"] = new JsonArray(new JsonObject { ["Mode"] = "DETECTIVE" }),
        };
        foreach (var (name, value) in new[] { ("Description", rule.Description), ("MaximumExecutionFrequency", rule.Frequency), ("CreatedBy", rule.CreatedBy) })
        {
            if (value is not null)
            {
                described[name] = value;
            }
        }

        return described;
    }

    private static JsonObject DescribeStatus(RuleRecord rule) => new()
    {
        ["ConfigRuleName"] = rule.Name,
        ["ConfigRuleArn"] = rule.Arn,
        ["ConfigRuleId"] = rule.Id,
        ["LastSuccessfulInvocationTime"] = JsonContext.Time(rule.LastRun),
        ["LastSuccessfulEvaluationTime"] = JsonContext.Time(rule.LastRun),
        ["FirstActivatedTime"] = JsonContext.Time(rule.FirstActivated),
        ["FirstEvaluationStarted"] = true,
    };

    private static JsonObject Describe(RuleRecord rule, EvaluationRecord evaluation) => new()
    {
        ["EvaluationResultIdentifier"] = new JsonObject
        {
            ["EvaluationResultQualifier"] = new JsonObject
            {
                ["ConfigRuleName"] = rule.Name,
                ["ResourceType"] = evaluation.ResourceType,
                ["ResourceId"] = evaluation.ResourceId,
                ["EvaluationMode"] = "DETECTIVE",
            },
            ["OrderingTimestamp"] = JsonContext.Time(rule.LastRun),
        },
        ["ComplianceType"] = evaluation.IsCompliant ? "COMPLIANT" : "NON_COMPLIANT",
        ["ResultRecordedTime"] = JsonContext.Time(rule.LastRun),
        ["ConfigRuleInvokedTime"] = JsonContext.Time(rule.LastRun),
    };

    private static JsonObject Describe(RecorderRecord recorder) => new()
    {
        ["name"] = recorder.Name,
        ["recordingGroup"] = new JsonObject { ["allSupported"] = true, ["includeGlobalResourceTypes"] = recorder.RecordsUsers, ["resourceTypes"] = new JsonArray() },
    };

    private static JsonObject DescribeStatus(RecorderRecord recorder) => new()
    {
        ["name"] = recorder.Name,
        ["recording"] = recorder.IsRecording,
        ["lastStatus"] = "SUCCESS",
    };
}
