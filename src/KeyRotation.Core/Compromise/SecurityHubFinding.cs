using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Json;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>
/// A finding of AWS Security Hub in the AWS Security Finding Format. Checks of configuration, those of age and use among them, name keys too and
/// say nothing against them: a finding counts when its type is one of threats.
/// </summary>
internal static class SecurityHubFinding
{
    private const string Source = "SecurityHub";

    /// <summary>Namespaces of the format's taxonomy of types that stand for something that happened, and not for a setting.</summary>
    private static readonly string[] Threats = ["TTPs", "Effects", "Unusual Behaviors", "Sensitive Data Identifications"];

    public static bool IsOne(JsonItem item) => item.Has("ProductArn", "Resources");

    public static IReadOnlyList<KeySighting> Read(JsonItem finding, IReport report)
    {
        string? type = finding.At("Types")?.Items.Select(item => item.Text).FirstOrDefault(IsThreat);
        if (type is null || finding.TextAt("RecordState") == "ARCHIVED" || finding.TextAt("Workflow", "Status") is "RESOLVED" or "SUPPRESSED")
        {
            report.Verbose($"Finding {EvidenceText.Name(finding.TextAt("Id") ?? string.Empty)} of Security Hub says nothing against a key: it is archived, resolved, or a check of configuration.");
            return [];
        }

        var evidence = new CompromiseEvidence(Source, EvidenceText.Name(finding.TextAt("Id") ?? string.Empty))
        {
            Type = EvidenceText.Line(type),
            Description = EvidenceText.Line(finding.TextAt("Title") ?? finding.TextAt("Description")),
            Severity = EvidenceText.Line(finding.TextAt("FindingProviderFields", "Severity", "Label") ?? finding.TextAt("Severity", "Label")),
            FirstSeen = finding.TimeAt("FirstObservedAt") ?? finding.TimeAt("CreatedAt"),
            LastSeen = finding.TimeAt("LastObservedAt") ?? finding.TimeAt("UpdatedAt"),
        };
        return finding.At("Resources")!.Items.SelectMany(resource => KeysOf(resource, finding, evidence)).ToList();
    }

    private static IEnumerable<KeySighting> KeysOf(JsonItem resource, JsonItem finding, CompromiseEvidence evidence)
    {
        if (resource.TextAt("Type") != "AwsIamAccessKey")
        {
            return [];
        }

        JsonItem? details = resource.At("Details", "AwsIamAccessKey");
        bool isUser = details?.TextAt("PrincipalType") is null or "IAMUser";
        return KeyIdText.InField(details?.TextAt("AccessKeyId") ?? resource.TextAt("Id"))
            .Select(id => new KeySighting(id, evidence) { AccountId = finding.TextAt("AwsAccountId"), UserName = isUser ? details?.TextAt("PrincipalName") ?? details?.TextAt("UserName") : null });
    }

    private static bool IsThreat(string? type) => type is not null && Array.Exists(Threats, threat => type.StartsWith(threat + "/", StringComparison.OrdinalIgnoreCase) || type == threat);
}
