using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using KeyRotation.Export;
using KeyRotation.Export.Content;
using Xunit;

namespace KeyRotation.Tests.Export;

public sealed class AlternativeInReportTests
{
    private static readonly EvidenceOfUse Use = EvidenceOfUse.Used(Samples.Now.AddDays(-3), "s3", "eu-west-1");

    [Fact]
    public void A_key_is_there_once_in_whichever_order_its_alternative_comes()
    {
        AccessKey audited = Samples.Key("svc", 100, Use, KeyStage.Stale, "AKIA1", "100 days old");
        KeyStatus standing = Samples.Status("svc", 100, KeyStage.Superseded, "AKIA1");
        KeyAlternative alternative = Samples.Alternative(audited, AlternativeKind.InstanceRole, AlternativeConfidence.Medium);
        object[] items = [audited, standing, alternative];

        foreach (int[] order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            ReportKey key = Assert.Single(Samples.Report(order.Select(i => items[i])).Keys);
            Assert.Equal((KeyStage.Superseded, "100 days old", AlternativeKind.InstanceRole), (key.Stage, key.Reason, key.Alternative?.Alternative));
        }
    }

    [Fact]
    public void Keys_of_a_saved_report_without_ids_are_not_counted_twice()
    {
        AccessKey first = Samples.Key("svc", 10, Use);
        AccessKey second = Samples.Key("svc", 10, Use);
        object[] alternatives = [Samples.Alternative(first, AlternativeKind.Delete, AlternativeConfidence.High), Samples.Alternative(second, AlternativeKind.Delete, AlternativeConfidence.High)];

        Assert.Equal(2, Samples.Report([first, second, .. alternatives]).KeyCount);
        Assert.Equal(2, Samples.Report([.. alternatives, first, second]).KeyCount);
    }

    [Fact]
    public void The_totals_count_what_can_be_replaced_and_leave_out_what_is_kept_or_not_known()
    {
        JsonElement report = Json(Alternatives());

        JsonElement totals = report.GetProperty("totals");
        Assert.Equal(3, totals.GetProperty("replaceable").GetInt32());
        Assert.Equal("{\"delete\":2,\"instanceRole\":1,\"keep\":1,\"unknown\":1}", JsonSerializer.Serialize(totals.GetProperty("alternatives")));
        JsonElement alternative = report.GetProperty("keys")[2].GetProperty("alternative");
        Assert.Equal(("instanceRole", "medium", "{}"), (alternative.GetProperty("kind").GetString(), alternative.GetProperty("confidence").GetString(), alternative.GetProperty("trustPolicy").GetString()));
    }

    [Fact]
    public void Where_no_alternatives_were_looked_for_the_members_are_null()
    {
        JsonElement report = Json([Samples.Key("svc", 10, Use, id: "AKIA1")]);

        Assert.Equal(JsonValueKind.Null, report.GetProperty("totals").GetProperty("replaceable").ValueKind);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("keys")[0].GetProperty("alternative").ValueKind);
        Assert.DoesNotContain("Alternative", KeyReport.Render(ReportFormat.Html, Samples.Report(Samples.Key("svc", 10, Use)), region: null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_it_in_the_totals_in_the_row_of_the_key_and_under_the_control_that_fails()
    {
        string page = KeyReport.Render(ReportFormat.Html, Samples.Report([.. Alternatives(), Samples.Control("svc-2", ControlStatus.Fail)]), region: null);

        Assert.Contains("<dd id=\"total-replaceable\">3</dd>", page, StringComparison.Ordinal);
        Assert.Contains(">InstanceRole (Medium)</td>", page, StringComparison.Ordinal);
        Assert.Contains(">Unknown</td>", page, StringComparison.Ordinal);
        Assert.Contains("Instead of AKIA2: InstanceRole (Medium). It looks like InstanceRole.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_it_in_its_last_columns()
    {
        string[] lines = KeyReport.Render(ReportFormat.Csv, Samples.Report(Alternatives()), region: null).Split("\r\n");

        Assert.EndsWith(",Alternative,AlternativeConfidence,AlternativeReason", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",InstanceRole,Medium,It looks like InstanceRole.", lines[3], StringComparison.Ordinal);
    }

    private static List<object> Alternatives() => new (string Kind, string Confidence)[]
    {
        (AlternativeKind.Delete, AlternativeConfidence.High),
        (AlternativeKind.Delete, AlternativeConfidence.Medium),
        (AlternativeKind.InstanceRole, AlternativeConfidence.Medium),
        (AlternativeKind.Keep, AlternativeConfidence.Medium),
        (AlternativeKind.Unknown, AlternativeConfidence.None),
    }.Select((item, i) => (object)Samples.Alternative(Samples.Key($"svc-{i}", 100, Use, id: $"AKIA{i}"), item.Kind, item.Confidence)).ToList();

    private static JsonElement Json(List<object> items) => JsonDocument.Parse(KeyReport.Render(ReportFormat.Json, Samples.Report(items), region: null)).RootElement;
}
