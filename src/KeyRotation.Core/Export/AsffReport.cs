using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>
/// Controls as a list of AwsSecurityFinding, which is what BatchImportFindings takes. Members, their lengths and how
/// many there may be follow the API reference of Security Hub; longer texts are cut.
/// </summary>
internal static class AsffReport
{
    /// <summary>How the id of what made a finding of this module begins.</summary>
    public const string GeneratorPrefix = "keyrotation/";

    private const string SchemaVersion = "2018-10-08";
    private const int MaxTitle = 256;
    private const int MaxDescription = 1024;
    private const int MaxRecommendation = 512;
    private const int MaxRequirements = 32;
    private const int MaxProductFields = 50;
    private const int MaxFieldName = 128;
    private const int MaxFieldValue = 2048;
    private const string StandardsType = "Software and Configuration Checks/Industry and Regulatory Standards";

    private static readonly HashSet<string> KnownPartitions = new(StringComparer.Ordinal) { "aws", "aws-cn", "aws-us-gov" };

    /// <exception cref="KeyRotationException">No region is given, or something that is none.</exception>
    public static string Of(ReportContent content, string? region)
    {
        if (region is null || !Regex.IsMatch(region, @"\A[a-z]{2,}(-[a-z]+)+-[0-9]+\z", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        {
            throw ExportFailures.NoRegionOfFindings(region);
        }

        return JsonText.Of(content.Controls.Select(result => Finding(result, region)), keepNulls: false);
    }

    /// <summary>One finding as text.</summary>
    public static string Of(ControlResult result, string region) => JsonText.Of(Finding(result, region), keepNulls: false);

    /// <summary>The account's own product, which findings of others are imported under.</summary>
    public static string ProductArnOf(ControlResult result, string region) =>
        $"arn:{FindingResource.PartitionOf(result) ?? "aws"}:securityhub:{region}:{result.AccountId}:product/{result.AccountId}/default";

    private static JsonObject Finding(ControlResult result, string region)
    {
        string partition = FindingResource.PartitionOf(result) ?? "aws";
        string severity = result.StatusValue == ControlStatus.Fail ? result.SeverityValue.ToString().ToUpperInvariant() : "INFORMATIONAL";
        return new JsonObject
        {
            { "SchemaVersion", SchemaVersion },
            { "Id", FindingId.Of(result) },
            { "ProductArn", ProductArnOf(result, region) },
            { "ProductName", ReportProduct.Name },
            { "CompanyName", ReportProduct.Name },
            { "GeneratorId", GeneratorPrefix + FindingId.Generator(result) },
            { "AwsAccountId", result.AccountId },
            { "Types", new[] { StandardsType } },
            { "CreatedAt", result.CheckedAt },
            { "UpdatedAt", result.CheckedAt },
            { "Severity", new JsonObject { { "Label", severity }, { "Original", result.SeverityValue.ToString() } } },
            { "Title", Text($"{result.ControlId} {result.Title}", MaxTitle) },
            { "Description", Text(result.Reason, MaxDescription) },
            { "Remediation", Remediation(result) },
            { "ProductFields", ProductFields(result) },
            { "Resources", new[] { Resource(result, partition) } },
            { "Compliance", Compliance(result) },
            { "RecordState", "ACTIVE" },
            { "FindingProviderFields", new JsonObject { { "Severity", new JsonObject { { "Label", severity }, { "Original", result.SeverityValue.ToString() } } }, { "Types", new[] { StandardsType } } } },
        };
    }

    private static JsonObject? Remediation(ControlResult result) => result.Remedy.Count == 0
        ? null
        : new JsonObject { { "Recommendation", new JsonObject { { "Text", Text("Run: " + string.Join("; ", result.Remedy), MaxRecommendation) } } } };

    private static JsonObject Resource(ControlResult result, string partition) => new()
    {
        { "Type", FindingResource.TypeOf(result) },
        { "Id", FindingResource.IsRoot(result) ? "AWS::::Account:" + result.AccountId : Text(result.ResourceArn, MaxFieldValue) },
        { "Partition", KnownPartitions.Contains(partition) ? partition : null },
        {
            "Details",
            FindingResource.IsRoot(result)
                ? null
                : new JsonObject { { "AwsIamUser", new JsonObject { { "UserName", Text(result.UserName, MaxFieldValue) }, { "Path", FindingResource.PathOf(result) is string path ? Text(path, MaxFieldValue) : null } } } }
        },
    };

    private static JsonObject Compliance(ControlResult result) => new()
    {
        {
            "Status",
            result.StatusValue switch
            {
                ControlStatus.Pass => "PASSED",
                ControlStatus.Fail => "FAILED",
                _ => "NOT_AVAILABLE",
            }
        },
        {
            "RelatedRequirements",
            new[] { $"{result.Benchmark}/{result.ControlId}" }.Concat(result.References).Take(MaxRequirements).Select(requirement => Text(requirement, MaxFieldValue))
        },
    };

    private static JsonObject ProductFields(ControlResult result)
    {
        var fields = new JsonObject
        {
            { "keyrotation/benchmark", Text(result.Benchmark, MaxFieldValue) },
            { "keyrotation/control", Text(result.ControlId, MaxFieldValue) },
        };
        if (result.ReportTime is DateTimeOffset reportTime)
        {
            fields.Add("keyrotation/reportTime", reportTime);
        }

        int room = MaxProductFields - fields.Count();
        foreach (IGrouping<string, ControlEvidence> item in result.Evidence.GroupBy(item => Text("keyrotation/evidence/" + item.Name, MaxFieldName), StringComparer.Ordinal).Take(room))
        {
            fields.Add(item.Key, Text(string.Join("; ", item.Select(evidence => $"{evidence.Value} ({evidence.Source})")), MaxFieldValue));
        }

        return fields;
    }

    /// <summary>Security Hub takes no text of blanks alone.</summary>
    private static string Text(string text, int maxLength) => string.IsNullOrWhiteSpace(text) ? "-" : VisibleText.Cut(VisibleText.Of(text), maxLength);
}
