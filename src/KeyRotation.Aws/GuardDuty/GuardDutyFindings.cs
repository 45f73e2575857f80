using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.GuardDuty;

/// <summary>Amazon GuardDuty (API version 2017-11-28) in one region.</summary>
internal sealed class GuardDutyFindings : IFindingService
{
    private const int ItemsOnPage = 50;

    /// <summary>A page has 50 items at most: twice as many pages as other lists, for as many items as a list may have.</summary>
    private const int MostPages = 2 * AnswerLimits.MostPages;

    private readonly JsonClient client;

    public GuardDutyFindings(JsonClient client) => this.client = client;

    public string Region => client.Region;

    public async Task<IReadOnlyList<string>> ListDetectorsAsync(CancellationToken cancellationToken)
    {
        var detectors = new List<string>();
        await ListAsync(
            token => new JsonRequest("ListDetectors").At("GET", "/detector").WithQuery("maxResults", ItemsOnPage.ToString(CultureInfo.InvariantCulture)).WithQuery("nextToken", token),
            "detectorIds",
            detectors,
            cancellationToken).ConfigureAwait(false);
        return detectors;
    }

    public async Task<IReadOnlyList<string>> ListFindingsAsync(string detectorId, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        await ListAsync(
            token => new JsonRequest("ListFindings").At("POST", "/detector/{0}/findings", detectorId).With("findingCriteria", NotArchived()).With("maxResults", ItemsOnPage).With("nextToken", token),
            "findingIds",
            findings,
            cancellationToken).ConfigureAwait(false);
        return findings;
    }

    public async Task<IReadOnlyList<string>> GetFindingsAsync(string detectorId, IReadOnlyCollection<string> findingIds, CancellationToken cancellationToken)
    {
        var ids = new JsonArray([.. findingIds.Select(id => (JsonNode)id)]);
        JsonAnswer answer = await client.CallAsync(new JsonRequest("GetFindings").At("POST", "/detector/{0}/findings/get", detectorId).With("findingIds", ids), cancellationToken).ConfigureAwait(false);
        return answer.Items("findings").Select(finding => finding.Root.GetRawText()).ToList();
    }

    private static JsonObject NotArchived() => new()
    {
        ["criterion"] = new JsonObject { ["service.archived"] = new JsonObject { ["eq"] = new JsonArray("false") } },
    };

    private async Task ListAsync(Func<string?, JsonRequest> requestOf, string list, List<string> into, CancellationToken cancellationToken)
    {
        PageWalk? walk = null;
        string? token = null;
        do
        {
            JsonRequest request = requestOf(token);
            walk ??= new PageWalk(client, request.Operation, MostPages);
            JsonAnswer page = await client.CallAsync(request, cancellationToken).ConfigureAwait(false);
            List<string> ids = page.Items(list).Select(item => item.Root.ValueKind == JsonValueKind.String ? item.Root.GetString()! : throw client.Malformed(request.Operation, $"'{list}' holds what is no text")).ToList();
            token = page.Text("nextToken") is { Length: > 0 } next ? next : null;
            walk.Add(ids.Count, size: 0, token);
            into.AddRange(ids);
        }
        while (token is not null);
    }
}
