using System;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Export;
using Xunit;

namespace KeyRotation.Tests.Export;

public sealed class HtmlReportTests
{
    [Fact]
    public void Every_value_is_escaped_and_every_field_is_shown()
    {
        string html = KeyReport.Render(ReportFormat.Html, Samples.Report(Hostile.Key(), Hostile.Control(), Hostile.Control(ControlStatus.Pass)));

        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, Regex.Count(html, "<script", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));
        Assert.Equal(1, Regex.Count(html, "</script", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(html, c => c is '\u2028' or '\u202E' or '\0' or '\u0007' or '\uD800');
        string shown = System.Net.WebUtility.HtmlDecode(html);
        string[] places =
        [
            "account", "user", "id", "service", "region", "reason", "tag", "value",
            "benchmark", "control", "title", "arn", "because", "name", "evidence", "source", "remedy", "reference",
        ];
        Assert.All(places, place => Assert.Contains(Hostile.Shown(place), shown, StringComparison.Ordinal));
    }

    [Fact]
    public void The_title_is_escaped_too()
    {
        string html = KeyReport.Render(ReportFormat.Html, new ReportBuilder().ToContent("</title><script>1</script>", TimeSpan.FromDays(90), Samples.Now));

        Assert.Contains("<h1>&lt;/title&gt;&lt;script&gt;1&lt;/script&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;/title&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_report_is_said()
    {
        string html = KeyReport.Render(ReportFormat.Html, Samples.Report());

        Assert.Contains("Nothing to report", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_loaded_and_no_style_or_handler_is_inline()
    {
        string html = KeyReport.Render(ReportFormat.Html, Samples.Report([.. Samples.Inventory(50), .. Samples.Audit(10)]));

        Assert.Contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("<[^>]*\\s(src|href|style|on[a-z]+)=", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), html);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Failing_controls_come_first_and_keys_that_ask_for_attention()
    {
        string html = KeyReport.Render(ReportFormat.Html, Samples.Report(
            Samples.Status("calm", 10, KeyStage.Current),
            Samples.Status("left", 1, KeyStage.Undelivered, "AKIA1"),
            Samples.Control("svc", ControlStatus.Pass, "1.2"),
            Samples.Control("svc", ControlStatus.Fail, "1.13"),
            Samples.Control("svc", ControlStatus.Fail, "1.4", ControlSeverity.High)));

        string[] texts = [">1.4<", ">1.13<", ">1.2<", "data-stage=\"Undelivered\"", "data-stage=\"Current\""];
        int[] places = [.. texts.Select(text => html.IndexOf(text, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(36500)]
    public void Charts_hold_any_limit_and_keys_on_it(int limit)
    {
        var builder = new ReportBuilder();
        builder.Add(Samples.Key("on", limit, EvidenceOfUse.NeverUsed));
        builder.Add(Samples.Key("under", limit - 0.001, EvidenceOfUse.NeverUsed));
        builder.Add(Samples.Key("future", -3, EvidenceOfUse.Used(Samples.Now.AddDays(2), "s3", "x")));

        string html = KeyReport.Render(ReportFormat.Html, builder.ToContent("t", TimeSpan.FromDays(limit), Samples.Now));

        Assert.Contains("<b id=\"total-over\">1</b>", html, StringComparison.Ordinal);
        Assert.Contains("<b id=\"total-dormant\">1</b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("=\"-", html, StringComparison.Ordinal);
    }
}
