using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.SecurityHub;

/// <summary>AWS Security Hub (API version 2018-10-26) in one region: the import of findings.</summary>
internal sealed class SecurityHubImport : IFindingImport
{
    private const string Operation = "BatchImportFindings";

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
}
