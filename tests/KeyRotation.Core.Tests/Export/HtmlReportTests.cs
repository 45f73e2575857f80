using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeyRotation.Export.Content;
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

    [Fact]
    public void Due_and_blocked_are_counted_as_in_the_JSON_and_shown_at_each_key()
    {
        ReportContent content = Samples.Report([.. Samples.Inventory(300)]);
        JsonElement report = JsonDocument.Parse(KeyReport.Render(ReportFormat.Json, content)).RootElement;
        string html = KeyReport.Render(ReportFormat.Html, content);
        JsonElement[] keys = [.. report.GetProperty("keys").EnumerateArray()];
        int due = keys.Count(key => key.GetProperty("isDue").GetBoolean());
        int blocked = keys.Count(key => key.GetProperty("blocker").ValueKind == JsonValueKind.String);

        Assert.Equal((due, blocked), (report.GetProperty("totals").GetProperty("due").GetInt32(), report.GetProperty("totals").GetProperty("blocked").GetInt32()));
        Assert.Equal((due, blocked), (NumberOf(html, "total-due"), NumberOf(html, "total-blocked")));
        Assert.Equal(due, Regex.Count(html, "<small>due</small>", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(blocked, Regex.Count(html, "<small>blocked(, from [0-9-]+)?</small>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Where_no_command_looked_at_what_is_due_nothing_is_counted_as_due()
    {
        ReportContent content = Samples.Report(Samples.Key("svc", 200, EvidenceOfUse.NeverUsed));

        Assert.DoesNotContain("total-due", KeyReport.Render(ReportFormat.Html, content), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(KeyReport.Render(ReportFormat.Json, content)).RootElement.GetProperty("totals").GetProperty("due").ValueKind);
    }

    [Theory]
    [InlineData("owner", "team a")]
    [InlineData("Owner-Email", "team a")]
    [InlineData("TEAM", "team a")]
    [InlineData("cost-center", "–")]
    public void The_owner_of_a_key_has_a_column(string tag, string shown)
    {
        string html = KeyReport.Render(ReportFormat.Html, Samples.Report(
            Samples.Key("svc", 200, EvidenceOfUse.NeverUsed, tags: new Dictionary<string, string>(StringComparer.Ordinal) { [tag] = "team a", ["zone"] = "x" })));

        Assert.Contains("<th scope=\"col\" class=\"owner\">Owner</th>", html, StringComparison.Ordinal);
        Assert.Contains($"<td>{shown}</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Owner", KeyReport.Render(ReportFormat.Html, Samples.Report(Samples.Key("svc", 200, EvidenceOfUse.NeverUsed))), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_about_use_stay_right_where_the_use_of_some_is_not_known()
    {
        string html = KeyReport.Render(ReportFormat.Html, Samples.Report(
            Samples.Key("dormant", 200, EvidenceOfUse.NeverUsed),
            Samples.Key("busy", 200, EvidenceOfUse.Used(Samples.Now, "s3", "eu-west-1")),
            Samples.Key("unknown", 200, EvidenceOfUse.Unknown("AccessDenied"))));

        Assert.Equal((1, 1), (NumberOf(html, "total-never-used"), NumberOf(html, "total-use-unknown")));
        Assert.Contains("<b id=\"total-dormant\">1</b> of 2 dormant", html, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "data-sort=\"\"[^>]*>unknown<", RegexOptions.None, TimeSpan.FromSeconds(1)));
        string none = KeyReport.Render(ReportFormat.Html, Samples.Report(Samples.Key("unknown", 200, EvidenceOfUse.Unknown("AccessDenied"))));
        Assert.Contains("<b id=\"total-dormant\">0</b> of 0 dormant", none, StringComparison.Ordinal);
    }

    private static int NumberOf(string html, string id) =>
        int.Parse(Regex.Match(html, $"id=\"{id}\">(?<number>[\\d,]+)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

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
