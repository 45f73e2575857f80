namespace KeyRotation.Export;

/// <summary>Failures of writing a report.</summary>
internal static class ExportFailures
{
    public static KeyRotationException NotReportable(object item) => new(
        "NotReportable",
        FailureCategory.InvalidArgument,
        target: null,
        $"A report cannot hold a {item.GetType().FullName}. It holds the keys, alternatives and control results that the commands of this module give, as they give them. Pipe their objects without Select-Object, and from this session.");

    public static KeyRotationException ReportFormatUnknown(string path) => new(
        "ReportFormatUnknown",
        FailureCategory.InvalidArgument,
        target: null,
        $"The name of '{path}' does not say which format it should have: end it with .html, .csv or .json, or give -Format. An .xml file is a JUnit report.");

    public static KeyRotationException ReportOfTwoKinds() => new(
        "ReportOfTwoKinds",
        FailureCategory.InvalidArgument,
        target: null,
        "A CSV file is one table, and there are both keys and controls. Export each to a file of its own, or use -Format Html or Json, which hold both.");

    public static KeyRotationException ReportNeedsControls(ReportFormat format) => new(
        "ReportNeedsControls",
        FailureCategory.InvalidArgument,
        target: null,
        $"{format} holds findings, and a key is not a finding. Pipe what Test-AccessKeyCompliance gives and nothing else, or use -Format Html, Csv or Json for keys.");

    public static KeyRotationException NoRegionOfFindings(string? region) => new(
        "NoRegion",
        FailureCategory.InvalidArgument,
        target: null,
        region is null
            ? "Security Hub takes findings in a region, and none is set. Give -Region, or set AWS_REGION."
            : $"'{region}' is not the name of a region. Give -Region like eu-central-1, or correct AWS_REGION.");

    public static KeyRotationException ReportExists(string path) => new(
        "ReportExists",
        FailureCategory.InvalidOperation,
        target: null,
        $"{path} is there already and is not written over. Use -Force to replace it, or name another file.");

    public static KeyRotationException ReportNotWritten(DestinationException problem) => new(
        "ReportNotWritten",
        problem.Category,
        target: null,
        problem.Message,
        problem);
}
