using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeyRotation.Export;
using Xunit;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>Findings as Export-AccessKeyReport writes them, held against what BatchImportFindings takes.</summary>
public sealed class FindingConformanceTests
{
    private const string Strange = "</script>\u202E\0\uD800'\"";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    /// <summary>What the model says in words only: the limits of lengths and counts in its documentation.</summary>
    private static readonly Dictionary<string, int> Limits = new(StringComparer.Ordinal)
    {
        ["Id"] = 512, ["ProductArn"] = 2048, ["ProductName"] = 128, ["CompanyName"] = 128, ["GeneratorId"] = 512, ["AwsAccountId"] = 12,
        ["Types"] = 50, ["Title"] = 256, ["Description"] = 1024, ["Remediation.Recommendation.Text"] = 512, ["ProductFields"] = 50,
        ["Resources"] = 32, ["Resources[].Type"] = 256, ["Compliance.RelatedRequirements"] = 32, ["Severity.Original"] = 64, ["FindingProviderFields.Severity.Original"] = 64,
    };

    [Fact]
    public void Every_finding_is_of_the_shape_of_the_model()
    {
        Shape list = ServiceModel.SecurityHub.Input("BatchImportFindings")!.Members["Findings"];
        JsonElement findings = Findings(Ordinary(ControlStatus.Pass), Ordinary(ControlStatus.Fail), Ordinary(ControlStatus.NotApplicable), Root(), Extreme("x"), Extreme(" "));

        Assert.Equal(6, findings.GetArrayLength());
        var problems = new List<string>();
        Check(list, findings, string.Empty, problems);
        Assert.Empty(problems);
    }

    [Fact]
    public void A_check_of_the_shape_finds_what_is_wrong()
    {
        Shape finding = ServiceModel.SecurityHub.Input("BatchImportFindings")!.Members["Findings"].Item;
        var problems = new List<string>();

        Check(finding, JsonDocument.Parse("""{"Title": " ", "Titel": "x", "Severity": {"Label": "GRAVE"}, "Types": "x", "Description": 7}""").RootElement, string.Empty, problems);

        string[] expected = ["Title ", "Titel ", "Severity.Label ", "Types ", "Description ", " lacks Id"];
        Assert.All(expected, part => Assert.Contains(problems, problem => problem.Contains(part, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(ControlStatus.Pass, "PASSED", "INFORMATIONAL")]
    [InlineData(ControlStatus.Fail, "FAILED", "HIGH")]
    [InlineData(ControlStatus.NotApplicable, "NOT_AVAILABLE", "INFORMATIONAL")]
    public void A_verdict_is_said_in_the_words_of_Security_Hub(ControlStatus status, string compliance, string severity)
    {
        JsonElement finding = Findings(Ordinary(status))[0];

        Assert.Equal(compliance, finding.GetProperty("Compliance").GetProperty("Status").GetString());
        Assert.Equal(severity, finding.GetProperty("Severity").GetProperty("Label").GetString());
        Assert.Equal(severity, finding.GetProperty("FindingProviderFields").GetProperty("Severity").GetProperty("Label").GetString());
        Assert.Equal("2026-11-20T09:30:00Z", finding.GetProperty("UpdatedAt").GetString());
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("aws-us-gov")]
    [InlineData("aws-cn")]
    [InlineData("aws-eusc")]
    public void The_partition_is_that_of_the_user_and_only_a_known_one_is_named(string partition)
    {
        JsonElement finding = Findings(Result("svc", $"arn:{partition}:iam::123456789012:user/a/b/svc"))[0];

        Assert.Equal($"arn:{partition}:securityhub:eu-central-1:123456789012:product/123456789012/default", finding.GetProperty("ProductArn").GetString());
        JsonElement resource = finding.GetProperty("Resources")[0];
        Assert.Equal("/a/b/", resource.GetProperty("Details").GetProperty("AwsIamUser").GetProperty("Path").GetString());
        Assert.Equal(partition != "aws-eusc", resource.TryGetProperty("Partition", out _));
    }

    private static JsonElement Findings(params ControlResult[] results)
    {
        var report = new ReportBuilder();
        foreach (ControlResult result in results)
        {
            report.Add(result);
        }

        return JsonDocument.Parse(KeyReport.Render(ReportFormat.Asff, report.ToContent("t", TimeSpan.FromDays(90), Now), "eu-central-1")).RootElement;
    }

    private static ControlResult Ordinary(ControlStatus status) => Result("svc-" + status, "arn:aws:iam::123456789012:user/svc-" + status, status);

    private static ControlResult Root() => Result("<root_account>", "arn:aws:iam::123456789012:root");

    private static ControlResult Extreme(string fill) => Result(Strange + fill, string.Concat(Enumerable.Repeat(Strange + fill, 900)), text: string.Concat(Enumerable.Repeat(fill == " " ? fill : Strange + fill, 900)), count: 80);

    private static ControlResult Result(string user, string arn, ControlStatus status = ControlStatus.Fail, string text = "Ensure it", int count = 2) => new()
    {
        Benchmark = "CIS AWS Foundations 5.0.0",
        ControlId = "1.13",
        ControlValue = ComplianceControl.Rotation,
        Title = text,
        StatusValue = status,
        SeverityValue = ControlSeverity.High,
        AccountId = "123456789012",
        UserName = user,
        ResourceArn = arn,
        Reason = text,
        Evidence = [.. Enumerable.Range(0, count).Select(i => new ControlEvidence(text + i, text, text))],
        Remedy = status == ControlStatus.Fail ? [.. Enumerable.Repeat(text, count)] : [],
        References = [.. Enumerable.Repeat(text, count)],
        ReportTime = Now,
        CheckedAt = Now,
    };

    private static void Check(Shape shape, JsonElement value, string path, List<string> problems)
    {
        switch (shape.Type)
        {
            case "structure" when value.ValueKind == JsonValueKind.Object:
                IReadOnlyDictionary<string, Shape> members = shape.Members;
                problems.AddRange(shape.Required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path} lacks {name}"));
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    CheckMember(members, member, path, problems);
                }

                break;
            case "list" when value.ValueKind == JsonValueKind.Array:
                CheckCount(value.GetArrayLength(), shape, path, problems);
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Check(shape.Item, item, path.Length == 0 ? path : path + "[]", problems);
                }

                break;
            case "map" when value.ValueKind == JsonValueKind.Object:
                CheckCount(value.EnumerateObject().Count(), shape, path, problems);
                foreach (JsonProperty item in value.EnumerateObject())
                {
                    CheckText(shape.Key, item.Name, path + " key", 128, problems);
                    CheckText(shape.Value, item.Value.GetString()!, path + " value", 2048, problems);
                }

                break;
            case "string" when value.ValueKind == JsonValueKind.String:
                CheckText(shape, value.GetString()!, path, Limits.GetValueOrDefault(path, int.MaxValue), problems);
                break;
            default:
                problems.Add($"{path} is {value.ValueKind} and no {shape.Type}");
                break;
        }
    }

    private static void CheckMember(IReadOnlyDictionary<string, Shape> members, JsonProperty member, string path, List<string> problems)
    {
        string name = path.Length == 0 ? member.Name : path + "." + member.Name;
        if (members.TryGetValue(member.Name, out Shape? shape))
        {
            Check(shape, member.Value, name, problems);
        }
        else
        {
            problems.Add($"{name} is not in the model");
        }
    }

    private static void CheckCount(int count, Shape shape, string path, List<string> problems)
    {
        if (count < (shape.Min ?? 0) || count > Math.Min(shape.Max ?? int.MaxValue, Limits.GetValueOrDefault(path, int.MaxValue)))
        {
            problems.Add($"{path} has {count} items");
        }
    }

    private static void CheckText(Shape shape, string text, string path, int limit, List<string> problems)
    {
        if (text.Length > limit
            || (shape.Enum.Count > 0 && !shape.Enum.Contains(text, StringComparer.Ordinal))
            || (shape.Pattern is string pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path} is not a {shape.Name} of at most {limit}: {text}"));
        }
    }
}
