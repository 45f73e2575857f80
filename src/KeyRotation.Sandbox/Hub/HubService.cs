using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Rest;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Hub;

/// <summary>AWS Security Hub: what there is of it to import findings of the account's own.</summary>
internal sealed class HubService
{
    private const int MostAtOnce = 100;

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

    private IEnumerable<RestOperation> Operations() => [new("BatchImportFindings", "POST", "/findings/import", Import) { Changes = true }];

    private JsonObject Import(RestContext context) => stores.In(context.Region, store =>
    {
        if (!store.IsEnabled)
        {
            throw new AwsErrorException("InvalidAccessException", 401, "Account " + accountId + " is not subscribed to AWS Security Hub");
        }

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

    private string? Problem(JsonObject finding, string region, string? refused) =>
        RequiredMembers.FirstOrDefault(name => finding[name] is null) is { } missing ? "Finding does not adhere to Amazon Finding Format. data should have required property '" + missing + "'."
        : finding["AwsAccountId"]!.ToString() != accountId ? "The finding is of another account."
        : !finding["ProductArn"]!.ToString().EndsWith(":securityhub:" + region + ":" + accountId + ":product/" + accountId + "/default", StringComparison.Ordinal) ? "The product ARN is not of this account and region."
        : refused is not null && finding["Id"]!.ToString().Contains(refused, StringComparison.Ordinal) ? "The sandbox was asked to refuse this finding."
        : null;
}
