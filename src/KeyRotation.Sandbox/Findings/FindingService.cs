using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Rest;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Findings;

/// <summary>Amazon GuardDuty: what there is of it to read.</summary>
internal sealed class FindingService
{
    private const int MostAtOnce = 50;

    private readonly RegionalStores<FindingStore> stores;

    private FindingService(RegionalStores<FindingStore> stores) => this.stores = stores;

    public static RestService Create(RegionalStores<FindingStore> stores) => new(new SigningScope("guardduty", SigningRegions.OfPartition), new FindingService(stores).Operations());

    private IEnumerable<RestOperation> Operations() =>
    [
        new("ListDetectors", "GET", "/detector", ListDetectors),
        new("ListFindings", "POST", "/detector/*/findings", ListFindings),
        new("GetFindings", "POST", "/detector/*/findings/get", GetFindings),
    ];

    private JsonObject ListDetectors(RestContext context) => stores.In(context.Region, store =>
        Page("detectorIds", store.Detectors, id => id, context.Query("maxResults"), context.Query("nextToken")));

    private JsonObject ListFindings(RestContext context) => stores.In(context.Region, store =>
    {
        var archived = context.Body["findingCriteria"]?["criterion"]?["service.archived"];
        var asked = (archived?["eq"] ?? archived?["equals"])?.AsArray().Select(value => value!.ToString() == "true").ToArray();
        var found = store.FindingsOf(context.Segment(1)).Where(record => asked is null || asked.Contains(record.Finding.Archived));
        return Page("findingIds", found.Select(record => record.Id).Order(StringComparer.Ordinal), id => id, context.Body["maxResults"]?.ToString(), context.Body["nextToken"]?.ToString());
    });

    private JsonObject GetFindings(RestContext context) => stores.In(context.Region, store =>
    {
        var ids = context.Body["findingIds"]?.AsArray().Select(id => id!.ToString()).ToArray() ?? [];
        if (ids.Length > MostAtOnce)
        {
            throw FindingErrors.OutOfRange("findingIds");
        }

        var found = store.FindingsOf(context.Segment(1)).Where(record => ids.Contains(record.Id, StringComparer.Ordinal));
        return new JsonObject { ["findings"] = JsonContext.Array(found, record => Describe(record, store.Region)) };
    });

    private static JsonObject Page(string name, IEnumerable<string> sorted, Func<string, string> keyOf, string? most, string? after)
    {
        var size = most is null ? MostAtOnce : int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is >= 1 and <= MostAtOnce ? given : throw FindingErrors.OutOfRange("maxResults");
        var rest = sorted.Where(item => string.IsNullOrEmpty(after) || string.CompareOrdinal(keyOf(item), after) > 0).Take(size + 1).ToArray();
        return new JsonObject
        {
            [name] = JsonContext.Texts(rest.Take(size)),
            ["nextToken"] = rest.Length > size ? rest[size - 1] : string.Empty,
        };
    }

    private static JsonObject Describe(FindingRecord record, string region) => new()
    {
        ["schemaVersion"] = "2.0",
        ["accountId"] = record.AccountId,
        ["region"] = region,
        ["partition"] = record.Arn.Split(':')[1],
        ["id"] = record.Id,
        ["arn"] = record.Arn,
        ["type"] = record.Finding.Type,
        ["resource"] = new JsonObject
        {
            ["resourceType"] = "AccessKey",
            ["accessKeyDetails"] = new JsonObject
            {
                ["accessKeyId"] = record.Finding.AccessKeyId,
                ["principalId"] = "AIDASANDBOX",
                ["userType"] = record.Finding.UserType,
                ["userName"] = record.Finding.UserName,
            },
        },
        ["service"] = new JsonObject
        {
            ["serviceName"] = "guardduty",
            ["detectorId"] = record.DetectorId,
            ["resourceRole"] = "TARGET",
            ["eventFirstSeen"] = Time(record.FirstSeen),
            ["eventLastSeen"] = Time(record.LastSeen),
            ["archived"] = record.Finding.Archived,
            ["count"] = 1,
        },
        ["severity"] = record.Finding.Severity,
        ["createdAt"] = Time(record.FirstSeen),
        ["updatedAt"] = Time(record.LastSeen),
        ["title"] = "API was called from an IP address on a threat list with the credentials of " + record.Finding.UserName + ".",
        ["description"] = "The sandbox was asked for this finding.",
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
