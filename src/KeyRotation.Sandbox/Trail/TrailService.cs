using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Trail;

/// <summary>AWS CloudTrail: its event history.</summary>
internal sealed class TrailService
{
    private const int LargestPage = 50;

    private readonly TrailStore store;

    private TrailService(TrailStore store) => this.store = store;

    public static JsonService Create(TrailStore store) => new(
        new SigningScope("cloudtrail", SigningRegions.OfPartition),
        "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
        [new("LookupEvents", _ => "*", new TrailService(store).LookUp)])
    {
        InternalError = "InternalFailure",
        MessageMember = "message",
        SecretMembers = [],
    };

    private JsonObject LookUp(JsonContext context)
    {
        store.Count(context.Region);
        var members = context.Members;
        var matches = Filter(members.Objects("LookupAttributes") ?? []);
        var from = members.Time("StartTime") ?? DateTimeOffset.MinValue;
        var until = members.Time("EndTime") ?? DateTimeOffset.MaxValue;
        if (from > until)
        {
            throw new AwsErrorException("InvalidTimeRangeException", 400, "The start time is after the end time.");
        }

        var page = new JsonPage(members, LargestPage, LargestPage, "InvalidNextTokenException");
        var answer = new JsonObject();
        page.Write(
            answer,
            "Events",
            store.In(context.Region).Where(record => record.At >= from && record.At <= until && matches(record)),
            LatestFirst,
            store.Events.Write);
        return answer;
    }

    private static string LatestFirst(TrailRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - record.At.UtcTicks:D19}/{long.MaxValue - record.Number:D19}");

    private Func<TrailRecord, bool> Filter(IReadOnlyList<JsonMembers> attributes)
    {
        if (attributes.Count == 0)
        {
            return _ => true;
        }

        if (attributes.Count > 1)
        {
            throw new AwsErrorException("InvalidLookupAttributesException", 400, "You can specify only one lookup attribute.");
        }

        var value = attributes[0].RequiredText("AttributeValue");
        return attributes[0].RequiredText("AttributeKey") switch
        {
            "AccessKeyId" => record => record.Signer.AccessKeyId == value,
            "EventId" => record => store.Events.IdOf(record) == value,
            "EventName" => record => record.Operation == value,
            "EventSource" => record => record.EventSource == value,
            "ReadOnly" => record => record.IsReadOnly == (value == "true"),
            "ResourceName" => record => TrailEvents.Resources(record).Any(resource => resource.Name == value),
            "ResourceType" => record => TrailEvents.Resources(record).Any(resource => resource.Type == value),
            "Username" => record => record.Signer.UserName == value,
            _ => throw new AwsErrorException("InvalidLookupAttributesException", 400, "The attribute key is not valid."),
        };
    }
}
