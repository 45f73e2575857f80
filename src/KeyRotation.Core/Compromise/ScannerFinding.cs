using System.Collections.Generic;
using System.Linq;
using KeyRotation.Json;
using KeyRotation.Sightings;

namespace KeyRotation.Compromise;

/// <summary>Findings of scanners for secrets: what each calls the place, the rule and the time. Of the secret that it holds, only ids are looked at.</summary>
internal static class ScannerFinding
{
    /// <summary>A finding of gitleaks, of its JSON and of its CSV report.</summary>
    public static bool IsGitleaks(JsonItem item) => item.Has("RuleID", "File") && (item.Has("Secret") || item.Has("Match"));

    public static IReadOnlyList<KeySighting> ReadGitleaks(JsonItem item) => Sightings(
        new CompromiseEvidence("gitleaks", Place(item.TextAt("Commit"), item.TextAt("File"), item.TextAt("StartLine")))
        {
            Type = EvidenceText.Line(item.TextAt("RuleID")),
            Description = EvidenceText.Line(item.TextAt("Description")),
            FirstSeen = item.TimeAt("Date"),
        },
        item.TextAt("Secret"),
        item.TextAt("Match"));

    /// <summary>A finding of trufflehog, a line of JSON each.</summary>
    public static bool IsTrufflehog(JsonItem item) => item.Has("SourceMetadata", "DetectorName");

    public static IReadOnlyList<KeySighting> ReadTrufflehog(JsonItem item)
    {
        JsonItem? place = item.At("SourceMetadata", "Data", "Git") ?? item.At("SourceMetadata", "Data", "Github") ?? item.At("SourceMetadata", "Data", "Gitlab") ?? item.At("SourceMetadata", "Data", "Filesystem");
        string? file = place?.TextAt("File") ?? place?.TextAt("Link") ?? item.TextAt("SourceName");
        return Sightings(
            new CompromiseEvidence("trufflehog", Place(place?.TextAt("Commit"), file, place?.TextAt("Line")))
            {
                Type = EvidenceText.Line(item.TextAt("DetectorName")),
                Description = item.TextAt("Verified") == "true" ? "The scanner signed in with the key." : "The scanner did not verify the key.",
                FirstSeen = place?.TimeAt("Timestamp"),
            },
            item.TextAt("Raw"),
            item.TextAt("Redacted"),
            item.TextAt("RawV2"));
    }

    /// <summary>An alert of GitHub's secret scanning.</summary>
    public static bool IsGitHubAlert(JsonItem item) => item.Has("secret_type", "secret") && (item.Has("number") || item.Has("html_url"));

    public static IReadOnlyList<KeySighting> ReadGitHubAlert(JsonItem item)
    {
        // Resolved as revoked or not to be fixed, it was public all the same.
        if (item.TextAt("resolution") is "false_positive" or "used_in_tests" or "pattern_deleted" or "pattern_edited")
        {
            return [];
        }

        return Sightings(
            new CompromiseEvidence("GitHub", EvidenceText.Name(item.TextAt("html_url") ?? $"alert {item.TextAt("number")}"))
            {
                Type = EvidenceText.Line(item.TextAt("secret_type")),
                Description = EvidenceText.Line($"Secret scanning alert, {item.TextAt("state") ?? "open"}{(item.TextAt("publicly_leaked") == "true" ? ", publicly leaked" : string.Empty)}"),
                FirstSeen = item.TimeAt("created_at"),
                LastSeen = item.TimeAt("updated_at"),
            },
            item.TextAt("secret"));
    }

    public static bool IsSarif(JsonItem item) => item["runs"] is not null && (item.Has("version") || item.Has("$schema"));

    public static IReadOnlyList<KeySighting> ReadSarif(JsonItem item) => item["runs"]!.Items
        .SelectMany(run => (run["results"]?.Items ?? []).SelectMany(result => ReadSarif(result, EvidenceText.Line(run.TextAt("tool", "driver", "name")) ?? "SARIF")))
        .ToList();

    private static IEnumerable<KeySighting> ReadSarif(JsonItem result, string tool)
    {
        JsonItem? place = result["locations"] is { Items: { Count: > 0 } places } ? places[0]["physicalLocation"] : null;
        return Sightings(
            new CompromiseEvidence(tool, Place(result.TextAt("partialFingerprints", "commitSha"), place?.TextAt("artifactLocation", "uri"), place?.TextAt("region", "startLine")))
            {
                Type = EvidenceText.Line(result.TextAt("ruleId") ?? result.TextAt("rule", "id")),
                Severity = EvidenceText.Line(result.TextAt("level")),
            },
            [.. result.Texts().Select(text => text.Text)]);
    }

    private static List<KeySighting> Sightings(CompromiseEvidence evidence, params IReadOnlyList<string?> texts) =>
        texts.SelectMany(KeyIdText.In).Distinct().Select(id => new KeySighting(id, evidence)).ToList();

    /// <summary>The place as the search in files and history writes it.</summary>
    private static string Place(string? commit, string? file, string? line) =>
        EvidenceText.Name(string.Join(":", new[] { commit, file, line }.Where(part => !string.IsNullOrEmpty(part))));
}
