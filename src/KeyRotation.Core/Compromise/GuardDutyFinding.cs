using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Json;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>
/// A finding of Amazon GuardDuty, as its API, its command line and EventBridge give it. A finding counts against a key when its type is of an
/// IAM user and not of a policy, or when it is an attack with credentials.
/// </summary>
internal static class GuardDutyFinding
{
    public const string Source = "GuardDuty";

    private const string OfUsers = ":IAMUser/";
    private const string OfPolicies = "Policy:";
    private const string Attack = "AttackSequence:IAM/CompromisedCredentials";

    public static bool IsOne(JsonItem item) => item.Has("Type", "Resource", "Service", "AccountId");

    public static IReadOnlyList<KeySighting> Read(JsonItem finding, IReport report)
    {
        string type = finding.TextAt("Type") ?? string.Empty;
        if (finding.TextAt("Service", "Archived") == "true")
        {
            return [];
        }

        List<NamedKey> keys = KeysOf(finding, type).ToList();
        if (type.Contains("RootCredentialUsage") || keys.Exists(key => key.UserType == "Root"))
        {
            report.Warning($"GuardDuty reports {EvidenceText.Line(type)} for the root user of account {finding.TextAt("AccountId")}: finding {finding.TextAt("Id")}. A key of the root user is no user's: sign in as root and delete it in the console.");
            return [];
        }

        if ((!type.Contains(OfUsers) && type != Attack) || type.StartsWith(OfPolicies, StringComparison.Ordinal))
        {
            return [];
        }

        CompromiseEvidence evidence = Evidence(finding, type);
        return keys
            .SelectMany(key => KeyIdText.InField(key.AccessKeyId).Select(id => new KeySighting(id, evidence) { UserName = key.UserName, AccountId = finding.TextAt("AccountId") }))
            .ToList();
    }

    /// <summary>The label that GuardDuty's console gives a number ("Severity levels of findings", GuardDuty user guide).</summary>
    public static string? SeverityOf(string? number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double severity)
            ? severity >= 9 ? "Critical" : severity >= 7 ? "High" : severity >= 4 ? "Medium" : "Low"
            : number;

    /// <summary>A finding has one key; an attack of many steps has those of its resources.</summary>
    private static IEnumerable<NamedKey> KeysOf(JsonItem finding, string type)
    {
        if (finding.At("Resource", "AccessKeyDetails") is JsonItem details)
        {
            yield return new NamedKey(details.TextAt("AccessKeyId"), details.TextAt("UserName"), details.TextAt("UserType"));
        }

        foreach (JsonItem resource in type == Attack ? finding.At("Service", "Detection", "Sequence", "Resources")?.Items ?? [] : [])
        {
            JsonItem? key = resource.At("Data", "AccessKey");
            if (key is not null || resource.TextAt("ResourceType") is "ACCESS_KEY")
            {
                yield return new NamedKey($"{resource.TextAt("Uid")} {resource.TextAt("Name")}", key?.TextAt("UserName"), key?.TextAt("UserType"));
            }
        }
    }

    private static CompromiseEvidence Evidence(JsonItem finding, string type) => new(Source, EvidenceText.Name(finding.TextAt("Id") ?? finding.TextAt("Arn") ?? type))
    {
        Type = EvidenceText.Line(type),
        Description = EvidenceText.Line(finding.TextAt("Title") ?? finding.TextAt("Description")),
        Severity = SeverityOf(finding.TextAt("Severity")),
        FirstSeen = finding.TimeAt("Service", "EventFirstSeen") ?? finding.TimeAt("CreatedAt"),
        LastSeen = finding.TimeAt("Service", "EventLastSeen") ?? finding.TimeAt("UpdatedAt"),
    };

    private sealed record NamedKey(string? AccessKeyId, string? UserName, string? UserType);
}
