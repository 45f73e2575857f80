using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Json;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>An event of AWS Health about exposed credentials, as EventBridge delivers it or describe-events shows it.</summary>
internal static class HealthEvent
{
    private const string Source = "Health";

    /// <summary>AWS_RISK_CREDENTIALS_EXPOSED, …_EXPOSURE_SUSPECTED, …_COMPROMISED and …_COMPROMISE_SUSPECTED.</summary>
    private const string Credentials = "AWS_RISK_CREDENTIALS_";

    private const string Quarantine = "AWS_RISK_IAM_QUARANTINE";

    public static IReadOnlyList<KeySighting> Read(JsonItem detail, string? account, string place, IReport report)
    {
        string code = detail.TextAt("EventTypeCode") ?? string.Empty;
        if (!code.StartsWith(Credentials, StringComparison.Ordinal) && code != Quarantine)
        {
            report.Warning($"{place} is an event {EvidenceText.Line(code)} of AWS Health, which is not about exposed credentials.");
            return [];
        }

        var evidence = new CompromiseEvidence(Source, EvidenceText.Name(detail.TextAt("EventArn") ?? code))
        {
            Type = code,
            Description = EvidenceText.Line(detail.At("EventDescription")?.Items.Select(item => item.TextAt("LatestDescription")).FirstOrDefault(text => text is not null)),
            FirstSeen = detail.TimeAt("StartTime"),
            LastSeen = detail.TimeAt("LastUpdatedTime") ?? detail.TimeAt("StartTime"),
        };
        List<KeySighting> sightings = (detail.At("AffectedEntities")?.Items ?? [])
            .SelectMany(entity => KeyIdText.InField(entity.TextAt("EntityValue")).Select(id => new KeySighting(id, evidence) { AccountId = detail.TextAt("AffectedAccount") ?? account }))
            .ToList();
        if (sightings.Count == 0)
        {
            report.Warning($"{place} is an event {code} of AWS Health, and names no access key. Look at the event in the console of AWS Health.");
        }

        return sightings;
    }
}
