using System;
using System.Globalization;
using System.Text.Json;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.CloudTrail;

/// <summary>
/// Reads an event. Most of it is in a text of its own, the record that CloudTrail delivers, which is read as far as it can be: what it
/// lacks is left out.
/// </summary>
internal static class TrailEventReader
{
    private const string Domain = ".amazonaws.com";

    /// <summary>The event; null where it lacks what every event has.</summary>
    public static TrailEvent? Read(JsonAnswer item)
    {
        if (item.Text("EventId") is not string id || item.Text("EventName") is not string name || Time(item) is not DateTimeOffset at)
        {
            return null;
        }

        var found = new TrailEvent(id, at, Service(item.Text("EventSource")), name) { CallerUserName = item.Text("Username") };
        try
        {
            using JsonDocument record = JsonDocument.Parse(item.Text("CloudTrailEvent") ?? "{}");
            return WithRecord(found, record.RootElement);
        }
        catch (JsonException)
        {
            return found;
        }
    }

    private static TrailEvent WithRecord(TrailEvent found, JsonElement record)
    {
        JsonElement? identity = Member(record, "userIdentity");
        JsonElement? parameters = Member(record, "requestParameters");
        JsonElement? created = Member(Member(record, "responseElements"), "accessKey");
        return found with
        {
            Region = Text(Member(record, "awsRegion")),
            SourceAddress = Text(Member(record, "sourceIPAddress")),
            UserAgent = Text(Member(record, "userAgent")),
            ErrorCode = Text(Member(record, "errorCode")),
            CallerArn = Text(Member(identity, "arn")),
            CallerUserName = identity is null ? found.CallerUserName : Text(Member(identity, "userName")),
            UserName = Text(Member(created, "userName")) ?? Text(Member(parameters, "userName")),
            AccessKeyId = Text(Member(created, "accessKeyId")) ?? Text(Member(parameters, "accessKeyId")),
            Status = Text(Member(created, "status")) ?? Text(Member(parameters, "status")),
        };
    }

    /// <summary>Seconds of the epoch, with a fraction or without.</summary>
    private static DateTimeOffset? Time(JsonAnswer item) =>
        item.Root.TryGetProperty("EventTime", out JsonElement time) && time.ValueKind == JsonValueKind.Number && time.TryGetDouble(out double seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : time.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset written) ? written
            : null;

    private static string Service(string? source) =>
        source is null ? "(none)" : source.EndsWith(Domain, StringComparison.OrdinalIgnoreCase) ? source.Substring(0, source.Length - Domain.Length) : source;

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
