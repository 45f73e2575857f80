using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Json;
using KeyRotation.Aws.Settings;

namespace KeyRotation.Aws.CloudTrail;

/// <summary>The event history of AWS CloudTrail (API version 2013-11-01): a client a region, made when it is first asked.</summary>
internal sealed class CloudTrailService : ITrailService, IDisposable
{
    private const int EventsOnPage = 50;

    private readonly ConcurrentDictionary<string, Lazy<JsonClient>> clients = new(StringComparer.Ordinal);
    private readonly Partition partition;
    private readonly Func<string, JsonClient> open;
    private readonly Lazy<IReadOnlyList<string>> regions;

    /// <param name="partition">The partition of the account.</param>
    /// <param name="knownRegions">The regions that are known, of all partitions.</param>
    /// <param name="open">Makes the client of a region.</param>
    public CloudTrailService(Partition partition, Func<IEnumerable<string>> knownRegions, Func<string, JsonClient> open)
    {
        this.partition = partition;
        this.open = open;
        regions = new Lazy<IReadOnlyList<string>>(() => knownRegions().Where(IsHere).OrderBy(region => region, StringComparer.Ordinal).ToList());
    }

    public string HomeRegion => partition.IamSigningRegion;

    public IReadOnlyList<string> Regions => regions.Value;

    public void RequireRegion(string region)
    {
        if (!IsHere(region))
        {
            throw ConnectionFailures.RegionElsewhere(region, partition.Name);
        }
    }

    public async Task<TrailPage> LookUpAsync(string region, TrailLookup lookup, string? nextToken, CancellationToken cancellationToken)
    {
        const string operation = "LookupEvents";
        JsonClient client = clients.GetOrAdd(region, name => new Lazy<JsonClient>(() => open(name))).Value;
        JsonRequest request = new JsonRequest(operation)
            .With("LookupAttributes", new JsonArray(new JsonObject { ["AttributeKey"] = lookup.Attribute.ToString(), ["AttributeValue"] = lookup.Value }))
            .With("StartTime", lookup.From.ToUnixTimeSeconds())
            .With("MaxResults", EventsOnPage)
            .With("NextToken", nextToken);
        JsonAnswer answer = await client.CallAsync(request, cancellationToken).ConfigureAwait(false);
        List<TrailEvent> events = answer.Items("Events")
            .Select(item => TrailEventReader.Read(item) ?? throw client.Malformed(operation, "an event has no id, name or time"))
            .ToList();
        return new TrailPage(events, answer.Text("NextToken") is { Length: > 0 } token ? token : null);
    }

    public void Dispose()
    {
        foreach (Lazy<JsonClient> client in clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private bool IsHere(string region) => region != partition.Name + "-global" && Partition.Of(region) == partition;
}
