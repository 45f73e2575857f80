using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using KeyRotation.Json;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>Recognizes what a value of JSON is, and takes off what a queue, a topic or a command put around it.</summary>
internal sealed class CompromiseDocument
{
    /// <summary>An event in a notification in a message in a batch; nothing that AWS sends goes deeper.</summary>
    private const int MostEnvelopes = 6;

    private readonly string name;
    private readonly IReport report;
    private readonly HashSet<string> said = new(StringComparer.Ordinal);

    /// <param name="name">The name of the file in messages.</param>
    /// <param name="report">Receives warnings and failures.</param>
    public CompromiseDocument(string name, IReport report)
    {
        this.name = name;
        this.report = report;
    }

    /// <exception cref="InvalidDataException">What is in an envelope cannot be read.</exception>
    public IReadOnlyList<KeySighting> Read(JsonItem item) => Read(item, MostEnvelopes);

    private IReadOnlyList<KeySighting> Read(JsonItem item, int envelopes)
    {
        if (envelopes == 0)
        {
            WarnOnce($"{name} has envelopes in envelopes, and is not read any deeper.");
            return [];
        }

        return item switch
        {
            { IsObject: false, Items.Count: > 0 } => item.Items.SelectMany(inner => Read(inner, envelopes)).ToList(),
            _ when item["detail-type"] is not null => ReadEvent(item),
            _ when Enveloped(item) is IReadOnlyList<JsonItem> inner => inner.SelectMany(one => Read(one, envelopes - 1)).ToList(),
            _ when SecurityHubFinding.IsOne(item) => SecurityHubFinding.Read(item, report),
            _ when GuardDutyFinding.IsOne(item) => GuardDutyFinding.Read(item, report),
            _ when item.Has("EventTypeCode", "EventArn") => HealthEvent.Read(item, account: null, name, report),
            _ when ScannerFinding.IsGitleaks(item) => ScannerFinding.ReadGitleaks(item),
            _ when ScannerFinding.IsTrufflehog(item) => ScannerFinding.ReadTrufflehog(item),
            _ when ScannerFinding.IsGitHubAlert(item) => ScannerFinding.ReadGitHubAlert(item),
            _ when ScannerFinding.IsSarif(item) => ScannerFinding.ReadSarif(item),
            _ when item.Has("plugins_used", "results") => RefuseBaseline(),
            _ => ReadUnknown(item),
        };
    }

    private IReadOnlyList<KeySighting> ReadEvent(JsonItem item)
    {
        string? type = item.TextAt("detail-type");
        JsonItem? detail = item["detail"];
        switch (type)
        {
            case "GuardDuty Finding" when detail is not null:
                return GuardDutyFinding.Read(detail, report);
            case "AWS Health Event" or "AWS Health Abuse Event" when detail is not null:
                return HealthEvent.Read(detail, item.TextAt("account"), name, report);
            case "Security Hub Findings - Imported" or "Security Hub Findings - Custom Action":
                return (detail?["findings"]?.Items ?? []).SelectMany(finding => SecurityHubFinding.Read(finding, report)).ToList();
            default:
                WarnOnce($"{name} is an event '{EvidenceText.Line(type)}', which says nothing of compromised keys: GuardDuty Finding, AWS Health Event and Security Hub Findings are read.");
                return [];
        }
    }

    /// <summary>What is in an envelope; null where the item is none.</summary>
    private static IReadOnlyList<JsonItem>? Enveloped(JsonItem item) =>
        item["Findings"] is { Items: var findings, IsObject: false } list && list.Text is null ? findings
        : item["Events"] is { Items: { Count: > 0 } events } ? events
        : item["Messages"] is { Items: { Count: > 0 } messages } ? messages
        : item["Records"] is { Items: { Count: > 0 } records } ? records
        : item["Sns"] is { IsObject: true } topic ? [topic]
        : item.TextAt("Message") is string message && item.TextAt("Type") is null or "Notification" && LooksLikeJson(message) ? Inner(message)
        : item.TextAt("Body") is string body && LooksLikeJson(body) ? Inner(body)
        : null;

    private static List<JsonItem> Inner(string text) => new JsonReader(new StringReader(text)).Read().ToList();

    private static bool LooksLikeJson(string? text) => text?.TrimStart() is { Length: > 0 } begun && begun[0] is '{' or '[';

    private List<KeySighting> RefuseBaseline()
    {
        report.Failure(CompromiseFailures.OnlyHashes(name));
        return [];
    }

    /// <summary>A file may hold thousands of the same kind.</summary>
    private void WarnOnce(string message)
    {
        if (said.Add(message))
        {
            report.Warning(message);
        }
    }

    /// <summary>What has another form is a text with ids in it, unless it is a list of keys or a log of what they did: that speaks against none of them.</summary>
    private IReadOnlyList<KeySighting> ReadUnknown(JsonItem item)
    {
        if (item.Has("eventSource", "userIdentity"))
        {
            WarnOnce($"{name} is a log of CloudTrail: that a key was used says nothing against it.");
            return [];
        }

        if (item["AccessKeyMetadata"] is not null || (item.Has("AccessKeyId", "Status") && !item.Has("SecretAccessKey")))
        {
            WarnOnce($"{name} is a list of keys: that a key is there says nothing against it.");
            return [];
        }

        return item.Texts().SelectMany(text => CompromiseFile.SightingsIn(text.Text!, name, text.Line)).ToList();
    }
}
