using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Rest;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Hub;

/// <summary>AWS Security Hub: what there is of it to import findings of the account's own, and to suppress them.</summary>
internal sealed class HubService
{
    private const int MostAtOnce = 100;
    private const int LongestNote = 512;

    private static readonly string[] RequiredMembers =
        ["SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Title", "Description", "Resources"];

    private readonly RegionalStores<HubStore> stores;
    private readonly string accountId;

    private HubService(RegionalStores<HubStore> stores, string accountId)
    {
        this.stores = stores;
        this.accountId = accountId;
    }

    public static RestService Create(RegionalStores<HubStore> stores, string accountId) =>
        new(new SigningScope("securityhub", SigningRegions.OfPartition), new HubService(stores, accountId).Operations());

    private IEnumerable<RestOperation> Operations() =>
    [
        new("BatchImportFindings", "POST", "/findings/import", Import) { Changes = true },
        new("GetFindings", "POST", "/findings", Get),
        new("BatchUpdateFindings", "PATCH", "/findings/batchupdate", Update) { Changes = true },
    ];

    private void RequireEnabled(HubStore store)
    {
        if (!store.IsEnabled)
        {
            throw new AwsErrorException("InvalidAccessException", 401, "Account " + accountId + " is not subscribed to AWS Security Hub");
        }
    }

    private JsonObject Import(RestContext context) => stores.In(context.Region, store =>
    {
        RequireEnabled(store);
        var findings = (context.Body["Findings"] as JsonArray)?.OfType<JsonObject>().ToArray() ?? [];
        if (findings.Length is 0 or > MostAtOnce)
        {
            throw new AwsErrorException("InvalidInputException", 400, "Invalid parameter 'Findings'. The length must be between 1 and 100.");
        }

        var failed = new JsonArray();
        foreach (var finding in findings)
        {
            if (Problem(finding, context.Region, store.Refused) is { } problem)
            {
                failed.Add(new JsonObject { ["Id"] = finding["Id"]?.ToString(), ["ErrorCode"] = "InvalidInput", ["ErrorMessage"] = problem });
            }
            else
            {
                store.Put(finding);
            }
        }

        return new JsonObject { ["FailedCount"] = failed.Count, ["SuccessCount"] = findings.Length - failed.Count, ["FailedFindings"] = failed };
    });

    /// <summary>Filters by texts that are equal or begin so; of one attribute any has to fit, of each attribute one.</summary>
    private JsonObject Get(RestContext context) => stores.In(context.Region, store =>
    {
        RequireEnabled(store);
        var size = context.Body["MaxResults"]?.GetValue<int>() ?? MostAtOnce;
        var start = int.Parse(context.Body["NextToken"]?.ToString() ?? "0", CultureInfo.InvariantCulture);
        if (size is < 1 or > MostAtOnce)
        {
            throw new AwsErrorException("InvalidInputException", 400, "Invalid parameter 'MaxResults'. The value must be between 1 and 100.");
        }

        var filters = context.Body["Filters"] as JsonObject ?? [];
        var found = store.Full().Where(finding => filters.All(filter => filter.Value!.AsArray().Any(wanted => Fits(Attribute(finding, filter.Key), wanted!)))).ToArray();
        var answer = new JsonObject { ["Findings"] = new JsonArray([.. found.Skip(start).Take(size)]) };
        if (start + size < found.Length)
        {
            answer["NextToken"] = (start + size).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    });

    private static string Attribute(JsonObject finding, string name) => name switch
    {
        "AwsAccountId" or "GeneratorId" or "Id" => finding[name]!.ToString(),
        "WorkflowStatus" => finding["Workflow"]!["Status"]!.ToString(),
        _ => throw new AwsErrorException("InvalidInputException", 400, "The sandbox does not filter by '" + name + "'."),
    };

    private static bool Fits(string value, JsonNode wanted) => wanted["Comparison"]?.ToString() switch
    {
        "EQUALS" => value == wanted["Value"]!.ToString(),
        "PREFIX" => value.StartsWith(wanted["Value"]!.ToString(), StringComparison.Ordinal),
        var other => throw new AwsErrorException("InvalidInputException", 400, "The sandbox does not compare by '" + other + "'."),
    };

    private JsonObject Update(RestContext context) => stores.In(context.Region, store =>
    {
        RequireEnabled(store);
        var identifiers = (context.Body["FindingIdentifiers"] as JsonArray)?.OfType<JsonObject>().ToArray() ?? [];
        if (identifiers.Length is 0 or > MostAtOnce)
        {
            throw new AwsErrorException("InvalidInputException", 400, "Invalid parameter 'FindingIdentifiers'. The length must be between 1 and 100.");
        }

        if (context.Body["Note"] is JsonObject note && (string.IsNullOrWhiteSpace(note["Text"]?.ToString()) || note["Text"]!.ToString().Length > LongestNote || string.IsNullOrWhiteSpace(note["UpdatedBy"]?.ToString())))
        {
            throw new AwsErrorException("InvalidInputException", 400, "Invalid parameter 'Note'.");
        }

        var processed = new JsonArray();
        var unprocessed = new JsonArray();
        foreach (var identifier in identifiers)
        {
            var id = identifier["Id"]!.ToString();
            if (store.FrozenPart is { } frozen && id.Contains(frozen, StringComparison.Ordinal))
            {
                unprocessed.Add(Unprocessed(identifier, "ConcurrentUpdateError", "The sandbox was asked to refuse this update."));
            }
            else if (store.SetWorkflow(id, identifier["ProductArn"]?.ToString(), context.Body["Workflow"]?["Status"]?.ToString(), context.Body["Note"]?["Text"]?.ToString(), context.Body["Note"]?["UpdatedBy"]?.ToString()))
            {
                processed.Add(identifier.DeepClone());
            }
            else
            {
                unprocessed.Add(Unprocessed(identifier, "FindingNotFound", "The finding was not found."));
            }
        }

        return new JsonObject { ["ProcessedFindings"] = processed, ["UnprocessedFindings"] = unprocessed };
    });

    private static JsonObject Unprocessed(JsonObject identifier, string code, string message) =>
        new() { ["FindingIdentifier"] = identifier.DeepClone(), ["ErrorCode"] = code, ["ErrorMessage"] = message };

    private string? Problem(JsonObject finding, string region, string? refused) =>
        RequiredMembers.FirstOrDefault(name => finding[name] is null) is { } missing ? "Finding does not adhere to Amazon Finding Format. data should have required property '" + missing + "'."
        : finding["AwsAccountId"]!.ToString() != accountId ? "The finding is of another account."
        : !finding["ProductArn"]!.ToString().EndsWith(":securityhub:" + region + ":" + accountId + ":product/" + accountId + "/default", StringComparison.Ordinal) ? "The product ARN is not of this account and region."
        : refused is not null && finding["Id"]!.ToString().Contains(refused, StringComparison.Ordinal) ? "The sandbox was asked to refuse this finding."
        : null;
}
