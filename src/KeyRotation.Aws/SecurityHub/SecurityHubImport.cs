using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.SecurityHub;

/// <summary>AWS Security Hub (API version 2018-10-26) in one region: the import of findings, and their workflow.</summary>
internal sealed class SecurityHubImport : IFindingImport
{
    private const string Operation = "BatchImportFindings";
    private const string Suppressed = "SUPPRESSED";
    private const int ItemsOnPage = 100;

    private readonly JsonClient client;

    public SecurityHubImport(JsonClient client) => this.client = client;

    public string Region => client.Region;

    public async Task<IReadOnlyList<RejectedFinding>> ImportAsync(IReadOnlyCollection<string> findings, CancellationToken cancellationToken)
    {
        // Repeated by the SDK after an unclear answer: the second import updates the findings of the first with the same.
        var list = new JsonArray([.. findings.Select(finding => JsonNode.Parse(finding))]);
        JsonAnswer answer = await client.CallAsync(new JsonRequest(Operation).At("POST", "/findings/import").With("Findings", list), cancellationToken).ConfigureAwait(false);
        List<RejectedFinding> rejected = answer.Items("FailedFindings")
            .Select(item => new RejectedFinding(item.Text("Id") ?? throw client.Malformed(Operation, "'Id' is missing"), item.Text("ErrorCode") ?? string.Empty, item.Text("ErrorMessage") ?? string.Empty))
            .ToList();
        return answer.Number("FailedCount") == rejected.Count && answer.Number("SuccessCount") == findings.Count - rejected.Count
            ? rejected
            : throw client.Malformed(Operation, "its numbers of findings do not fit those that were sent");
    }

    public async Task<IReadOnlyList<SuppressedFinding>> ListSuppressedAsync(string accountId, string generatorPrefix, CancellationToken cancellationToken)
    {
        JsonRequest request = new JsonRequest("GetFindings").At("POST", "/findings").With("MaxResults", ItemsOnPage).With("Filters", new JsonObject
        {
            ["AwsAccountId"] = Filter(accountId, "EQUALS"),
            ["GeneratorId"] = Filter(generatorPrefix, "PREFIX"),
            ["WorkflowStatus"] = Filter(Suppressed, "EQUALS"),
        });
        var walk = new PageWalk(client, request.Operation);
        var found = new List<SuppressedFinding>();
        string? token = null;
        do
        {
            JsonAnswer page = await client.CallAsync(request.Copy().With("NextToken", token), cancellationToken).ConfigureAwait(false);
            List<SuppressedFinding> items = page.Items("Findings")
                .Select(item => new SuppressedFinding(item.Text("Id") ?? throw client.Malformed(request.Operation, "'Id' is missing"), item.Structure("Note")?.Text("Text"), item.Structure("Note")?.Text("UpdatedBy")))
                .ToList();
            token = page.Text("NextToken") is { Length: > 0 } next ? next : null;
            walk.Add(items.Count, size: 0, token);
            found.AddRange(items);
        }
        while (token is not null);
        return found;
    }

    public async Task<IReadOnlyList<RejectedFinding>> UpdateAsync(FindingUpdate update, CancellationToken cancellationToken)
    {
        const string operation = "BatchUpdateFindings";

        // Repeated by the SDK after an unclear answer: the second update sets the same.
        JsonRequest request = new JsonRequest(operation).At("PATCH", "/findings/batchupdate")
            .With("FindingIdentifiers", new JsonArray([.. update.Ids.Select(id => new JsonObject { ["Id"] = id, ["ProductArn"] = update.ProductArn })]))
            .With("Note", new JsonObject { ["Text"] = update.NoteText, ["UpdatedBy"] = update.NoteUpdatedBy })
            .With("Workflow", new JsonObject { ["Status"] = update.IsSuppressed ? Suppressed : "NEW" });
        JsonAnswer answer = await client.CallAsync(request, cancellationToken).ConfigureAwait(false);
        List<RejectedFinding> rejected = answer.Items("UnprocessedFindings")
            .Select(item => new RejectedFinding(
                item.Structure("FindingIdentifier")?.Text("Id") ?? throw client.Malformed(operation, "'Id' is missing"), item.Text("ErrorCode") ?? string.Empty, item.Text("ErrorMessage") ?? string.Empty))
            .ToList();
        return answer.Items("ProcessedFindings").Count() == update.Ids.Count - rejected.Count
            ? rejected
            : throw client.Malformed(operation, "its numbers of findings do not fit those that were sent");
    }

    private static JsonArray Filter(string value, string comparison) => new(new JsonObject { ["Value"] = value, ["Comparison"] = comparison });
}
