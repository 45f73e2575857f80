using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>
/// Controls as Compliance Findings (class 2003) of the Open Cybersecurity Schema Framework, version 1.5.0, with the
/// cloud profile. Members, and which are required, follow the schema: https://schema.ocsf.io/1.5.0/classes/compliance_finding.
/// </summary>
internal static class OcsfReport
{
    private const string Version = "1.5.0";
    private const int FindingsCategory = 2;
    private const int ComplianceFinding = 2003;
    private const int Create = 1;
    private const int AwsAccount = 10;

    private static readonly string[] Profiles = ["cloud"];

    public static string Of(ReportContent content) => JsonText.Of(content.Controls.Select(Finding), keepNulls: false);

    private static JsonObject Finding(ControlResult result)
    {
        (int severityId, string severity) = SeverityOf(result);
        (int statusId, string status) = result.StatusValue == ControlStatus.Fail ? (1, "New") : (4, "Resolved");
        return new JsonObject
        {
            { "activity_id", Create },
            { "activity_name", "Create" },
            { "category_uid", FindingsCategory },
            { "category_name", "Findings" },
            { "class_uid", ComplianceFinding },
            { "class_name", "Compliance Finding" },
            { "type_uid", (100 * ComplianceFinding) + Create },
            { "type_name", "Compliance Finding: Create" },
            { "time", result.CheckedAt.ToUnixTimeMilliseconds() },
            { "severity_id", severityId },
            { "severity", severity },
            { "status_id", statusId },
            { "status", status },
            { "message", result.Reason },
            { "metadata", Metadata() },
            { "cloud", Cloud(result) },
            { "finding_info", FindingInfo(result) },
            { "compliance", Compliance(result) },
            { "resources", new[] { Resource(result) } },
            { "evidences", result.Evidence.Count == 0 ? null : result.Evidence.Select(Evidence) },
            { "remediation", result.Remedy.Count == 0 ? null : new JsonObject { { "desc", string.Join("\n", result.Remedy) } } },
        };
    }

    private static JsonObject Metadata() => new()
    {
        { "version", Version },
        { "profiles", Profiles },
        {
            "product",
            new JsonObject { { "name", ReportProduct.Name }, { "vendor_name", ReportProduct.Name }, { "version", ReportProduct.Version } }
        },
    };

    private static JsonObject Cloud(ControlResult result) => new()
    {
        { "provider", "AWS" },
        { "account", new JsonObject { { "uid", result.AccountId }, { "type", "AWS Account" }, { "type_id", AwsAccount } } },
    };

    private static JsonObject FindingInfo(ControlResult result) => new()
    {
        { "uid", FindingId.Of(result) },
        { "title", $"{result.ControlId} {result.Title}" },
        { "desc", result.Reason },
        { "types", new[] { result.Benchmark } },
        { "last_seen_time", result.CheckedAt.ToUnixTimeMilliseconds() },
        { "data_sources", result.Evidence.Count == 0 ? null : result.Evidence.Select(item => item.Source).Distinct().ToList() },
    };

    private static JsonObject Compliance(ControlResult result)
    {
        (int statusId, string status) = result.StatusValue switch
        {
            ControlStatus.Pass => (1, "Pass"),
            ControlStatus.Fail => (3, "Fail"),
            _ => (99, "Not Applicable"),
        };
        return new JsonObject
        {
            { "standards", new[] { result.Benchmark } },
            { "control", result.ControlId },
            { "requirements", result.References.Count == 0 ? null : result.References },
            { "status_id", statusId },
            { "status", status },
            { "status_details", new[] { result.Reason } },
        };
    }

    private static JsonObject Resource(ControlResult result) => new()
    {
        { "uid", result.ResourceArn },
        { "name", result.UserName },
        { "type", FindingResource.TypeOf(result) },
        { "cloud_partition", FindingResource.PartitionOf(result) },
    };

    private static JsonObject Evidence(ControlEvidence item) => new()
    {
        { "data", new JsonObject { { "name", item.Name }, { "value", item.Value }, { "source", item.Source } } },
    };

    /// <summary>What is no failure asks for nothing.</summary>
    private static (int Id, string Name) SeverityOf(ControlResult result) => result.StatusValue != ControlStatus.Fail ? (1, "Informational")
        : result.SeverityValue switch
        {
            ControlSeverity.Low => (2, "Low"),
            ControlSeverity.Medium => (3, "Medium"),
            ControlSeverity.High => (4, "High"),
            _ => (5, "Critical"),
        };
}
