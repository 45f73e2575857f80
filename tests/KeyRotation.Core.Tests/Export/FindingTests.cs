using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using KeyRotation.Export;
using Xunit;

namespace KeyRotation.Tests.Export;

/// <summary>The formats that hold controls only. ASFF is held against its model in KeyRotation.Aws.Tests.</summary>
public sealed class FindingTests
{
    private static readonly ControlResult[] Results = [.. Samples.Audit(50), Hostile.Control(), Hostile.Control(ControlStatus.NotApplicable)];

    [Fact]
    public void JUnit_counts_what_it_holds_and_skips_what_does_not_apply()
    {
        XElement root = XDocument.Parse(KeyReport.Render(ReportFormat.JUnit, Samples.Report(Results))).Root!;

        List<XElement> cases = root.Descendants("testcase").ToList();
        Assert.Equal(Results.Length - 1, cases.Count);
        Assert.Equal(Results.Count(result => result.StatusValue == ControlStatus.Fail), cases.Count(item => item.Element("failure") is not null));
        Assert.Equal((cases.Count, cases.Count(item => item.Element("failure") is not null)), ((int)root.Attribute("tests")!, (int)root.Attribute("failures")!));
        foreach (XElement suite in root.Elements("testsuite"))
        {
            Assert.Equal(suite.Elements("testcase").Count(), (int)suite.Attribute("tests")!);
            Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
            Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!);
        }

        Assert.Equal(cases.Count, cases.Select(item => ((string)item.Attribute("classname")!, (string)item.Attribute("name")!)).Distinct().Count());
    }

    [Fact]
    public void JUnit_holds_hostile_values_as_text()
    {
        XElement failure = XDocument.Parse(KeyReport.Render(ReportFormat.JUnit, Samples.Report(Hostile.Control()))).Descendants("failure").Single();

        Assert.Equal(Hostile.Shown("because"), (string)failure.Attribute("message")!);
        Assert.Contains($"{Hostile.Shown("name")} = {Hostile.Shown("evidence")} ({Hostile.Shown("source")})", failure.Value, StringComparison.Ordinal);
        Assert.Contains(Hostile.Shown("remedy"), failure.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Ocsf_has_what_a_Compliance_Finding_requires_and_numbers_that_fit_their_names()
    {
        JsonElement findings = JsonDocument.Parse(KeyReport.Render(ReportFormat.Ocsf, Samples.Report(Results))).RootElement;

        Assert.Equal(Results.Length - 1, findings.GetArrayLength());
        foreach (JsonElement finding in findings.EnumerateArray())
        {
            Assert.Equal((1, 2, 2003, 200301), (Number(finding, "activity_id"), Number(finding, "category_uid"), Number(finding, "class_uid"), Number(finding, "type_uid")));
            Assert.Equal(Samples.Now.ToUnixTimeMilliseconds(), finding.GetProperty("time").GetInt64());
            Assert.Contains((Number(finding, "severity_id"), Text(finding, "severity")), new[] { (1, "Informational"), (2, "Low"), (3, "Medium"), (4, "High"), (5, "Critical") });
            Assert.Contains((Number(finding, "status_id"), Text(finding, "status")), new[] { (1, "New"), (4, "Resolved") });
            JsonElement metadata = finding.GetProperty("metadata");
            Assert.Equal("1.5.0", Text(metadata, "version"));
            Assert.Equal("KeyRotation", Text(metadata.GetProperty("product"), "name"));
            Assert.Equal("AWS", Text(finding.GetProperty("cloud"), "provider"));
            Assert.NotEmpty(Text(finding.GetProperty("finding_info"), "uid"));
            JsonElement compliance = finding.GetProperty("compliance");
            Assert.Contains((Number(compliance, "status_id"), Text(compliance, "status")), new[] { (1, "Pass"), (3, "Fail"), (99, "Not Applicable") });
            Assert.Equal(Text(compliance, "status") == "Fail", Text(finding, "status") == "New");
            Assert.Equal(1, compliance.GetProperty("standards").GetArrayLength());
            Assert.NotEmpty(Text(Assert.Single(finding.GetProperty("resources").EnumerateArray()), "uid"));
            Assert.True(!finding.TryGetProperty("remediation", out JsonElement remediation) || Text(remediation, "desc").Length > 0);
        }
    }

    [Fact]
    public void The_id_of_a_finding_is_the_same_at_the_next_run_and_another_for_another_account_control_or_user()
    {
        string id = FindingId.Of(Samples.Control("svc", ControlStatus.Fail));

        Assert.Equal("keyrotation/123456789012/cis-aws-foundations-5.0.0/1.13/svc", id);
        Assert.Equal(id, FindingId.Of(Samples.Control("svc", ControlStatus.Pass, severity: ControlSeverity.Low)));
        string[] others =
        [
            FindingId.Of(Samples.Control("svc2", ControlStatus.Fail)),
            FindingId.Of(Samples.Control("svc", ControlStatus.Fail, "1.11")),
            FindingId.Of(Samples.Control("svc", ControlStatus.Fail, account: "210987654321")),
            FindingId.Of(Samples.Control(new string('x', 600) + "1", ControlStatus.Fail)),
            FindingId.Of(Samples.Control(new string('x', 600) + "2", ControlStatus.Fail)),
        ];
        Assert.Equal(6, others.Append(id).Distinct().Count());
        Assert.All(others, other => Assert.InRange(other.Length, 1, 512));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Frankfurt")]
    [InlineData("eu-central-1:evil")]
    [InlineData("eu-central-1\n")]
    public void Asff_asks_for_a_region_that_can_be_one(string? region) =>
        Assert.Equal("NoRegion", Assert.Throws<KeyRotationException>(() => KeyReport.Render(ReportFormat.Asff, Samples.Report(Results), region)).ErrorId);

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
