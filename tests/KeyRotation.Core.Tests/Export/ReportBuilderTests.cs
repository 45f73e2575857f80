using System;
using System.Linq;
using KeyRotation.Export.Content;
using KeyRotation.Export;
using Xunit;

namespace KeyRotation.Tests.Export;

public sealed class ReportBuilderTests
{
    private static readonly EvidenceOfUse Use = EvidenceOfUse.Used(Samples.Now.AddDays(-3), "s3", "eu-west-1");

    [Fact]
    public void A_key_that_two_commands_gave_is_there_once_with_what_each_of_them_knows()
    {
        AccessKey audited = Samples.Key("svc", 100, Use, KeyStage.Stale, "AKIA1", "100 days old");
        KeyStatus standing = Samples.Status("svc", 100, KeyStage.Superseded, "AKIA1");

        foreach (ReportContent content in new[] { Samples.Report(audited, standing), Samples.Report(standing, audited) })
        {
            ReportKey key = Assert.Single(content.Keys);
            Assert.Equal((KeyStage.Superseded, "100 days old", Use), (key.Stage, key.Reason, key.LastUsed));
        }
    }

    [Fact]
    public void A_key_without_an_id_is_known_by_its_user_and_age()
    {
        ReportContent content = Samples.Report(
            Samples.Key("svc", 10, Use, id: "AKIA1"),
            Samples.Status("svc", 10, KeyStage.Current),
            Samples.Status("svc", 20, KeyStage.Current),
            Samples.Status("other", 10, KeyStage.Current));

        Assert.Equal([("svc", "AKIA1"), ("svc", null), ("other", null)], content.Keys.Select(key => (key.UserName, key.AccessKeyId)));
    }

    [Fact]
    public void Two_keys_made_in_the_same_second_stay_two()
    {
        Assert.Equal(2, Samples.Report(Samples.Status("svc", 10, KeyStage.Current), Samples.Status("svc", 10, KeyStage.Current)).KeyCount);
        Assert.Equal(2, Samples.Report(Samples.Status("svc", 10, KeyStage.Stale, "AKIA1"), Samples.Status("svc", 10, KeyStage.Stale, "AKIA2")).KeyCount);
    }

    [Fact]
    public void Of_two_results_of_a_control_the_later_counts_and_at_the_same_time_the_failure()
    {
        ControlResult failed = Samples.Control("svc", ControlStatus.Fail);
        ControlResult passed = Samples.Control("svc", ControlStatus.Pass);
        ControlResult earlier = Earlier(ControlStatus.Fail);

        Assert.Equal(ControlStatus.Fail, Assert.Single(Samples.Report(failed, passed).Controls).StatusValue);
        Assert.Equal(ControlStatus.Fail, Assert.Single(Samples.Report(passed, failed).Controls).StatusValue);
        Assert.Equal(ControlStatus.Pass, Assert.Single(Samples.Report(passed, earlier).Controls).StatusValue);
        Assert.Equal(3, Samples.Report(passed, Samples.Control("svc", ControlStatus.Pass, "1.11"), Samples.Control("svc", ControlStatus.Pass, account: "210987654321")).ControlCount);
    }

    [Fact]
    public void Anything_else_is_refused_by_the_name_of_its_type_and_not_by_its_content()
    {
        var problem = Assert.Throws<KeyRotationException>(() => Samples.Report("a secret"));

        Assert.Equal("NotReportable", problem.ErrorId);
        Assert.Contains("System.String", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.html", ReportFormat.Html)]
    [InlineData("a.b.HTM", ReportFormat.Html)]
    [InlineData("a.csv", ReportFormat.Csv)]
    [InlineData("a.json", ReportFormat.Json)]
    [InlineData("a.xml", ReportFormat.JUnit)]
    public void The_name_tells_the_format(string path, ReportFormat format) => Assert.Equal(format, KeyReport.FormatOf(path));

    [Theory]
    [InlineData("html")]
    [InlineData("a.txt")]
    [InlineData(".html/a")]
    public void A_name_that_does_not_tell_the_format_is_refused(string path) =>
        Assert.Equal("ReportFormatUnknown", Assert.Throws<KeyRotationException>(() => KeyReport.FormatOf(path)).ErrorId);

    [Theory]
    [InlineData(ReportFormat.JUnit)]
    [InlineData(ReportFormat.Ocsf)]
    [InlineData(ReportFormat.Asff)]
    public void Formats_of_findings_refuse_keys_and_take_an_empty_account(ReportFormat format)
    {
        ReportContent mixed = Samples.Report(Samples.Status("svc", 1, KeyStage.Current), Samples.Control("svc", ControlStatus.Pass));

        Assert.Equal("ReportNeedsControls", Assert.Throws<KeyRotationException>(() => KeyReport.Render(format, mixed, "eu-central-1")).ErrorId);
        Assert.Contains(format == ReportFormat.JUnit ? "<testsuites" : "[]", KeyReport.Render(format, Samples.Report(), "eu-central-1"), StringComparison.Ordinal);
    }

    private static ControlResult Earlier(ControlStatus status)
    {
        ControlResult now = Samples.Control("svc", status);
        return new ControlResult
        {
            Benchmark = now.Benchmark,
            ControlId = now.ControlId,
            ControlValue = now.ControlValue,
            Title = now.Title,
            StatusValue = status,
            SeverityValue = now.SeverityValue,
            AccountId = now.AccountId,
            UserName = now.UserName,
            ResourceArn = now.ResourceArn,
            Reason = now.Reason,
            Evidence = now.Evidence,
            CheckedAt = now.CheckedAt.AddDays(-1),
        };
    }
}
