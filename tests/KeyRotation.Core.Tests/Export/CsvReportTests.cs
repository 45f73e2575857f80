using System;
using System.Collections.Generic;
using System.IO;
using KeyRotation.Csv;
using KeyRotation.Export.Content;
using KeyRotation.Export;
using Xunit;

namespace KeyRotation.Tests.Export;

public sealed class CsvReportTests
{
    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\n=1", "'\n=1")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("'=1", "''=1")]
    [InlineData("a=1", "a=1")]
    [InlineData("say \"hi\", now", "say \"hi\", now")]
    public void A_cell_that_a_spreadsheet_would_run_gets_an_apostrophe_and_nothing_is_lost(string value, string cell)
    {
        List<Dictionary<string, string>> rows = Read(KeyReport.Render(ReportFormat.Csv, Samples.Report(Samples.Key("svc", 1, EvidenceOfUse.NeverUsed, reason: value))));

        Assert.Equal(cell, Assert.Single(rows)["Reason"]);
        Assert.Equal(value, cell.StartsWith('\'') ? cell[1..] : cell);
    }

    [Fact]
    public void Hostile_values_stay_in_their_cells()
    {
        Dictionary<string, string> key = Assert.Single(Read(KeyReport.Render(ReportFormat.Csv, Samples.Report(Hostile.Key()))));
        Dictionary<string, string> control = Assert.Single(Read(KeyReport.Render(ReportFormat.Csv, Samples.Report(Hostile.Control()))));

        Assert.Equal((Hostile.In("user"), Hostile.In("region")), (key["UserName"], key["LastUsedRegion"]));
        Assert.Equal($"{Hostile.In("tag")} = {Hostile.In("value")}", key["Tags"]);
        Assert.Equal($"{Hostile.In("name")} = {Hostile.In("evidence")} ({Hostile.In("source")})", control["Evidence"]);
        Assert.Equal((Hostile.In("remedy"), Hostile.In("arn")), (control["Remedy"], control["ResourceArn"]));
    }

    [Fact]
    public void Keys_and_controls_do_not_share_a_table_and_an_empty_account_has_one()
    {
        ReportContent mixed = Samples.Report(Samples.Status("svc", 1, KeyStage.Current), Samples.Control("svc", ControlStatus.Pass));

        Assert.Equal("ReportOfTwoKinds", Assert.Throws<KeyRotationException>(() => KeyReport.Render(ReportFormat.Csv, mixed)).ErrorId);
        Assert.StartsWith("AccountId,UserName,AccessKeyId,", KeyReport.Render(ReportFormat.Csv, Samples.Report()), StringComparison.Ordinal);
    }

    private static List<Dictionary<string, string>> Read(string csv)
    {
        Assert.EndsWith("\r\n", csv, StringComparison.Ordinal);
        using var text = new StringReader(csv);
        var lines = new CsvLines(text);
        var header = new List<string>();
        var fields = new List<string>();
        var rows = new List<Dictionary<string, string>>();
        lines.Read(header);
        while (lines.Read(fields))
        {
            Assert.Equal(header.Count, fields.Count);
            var row = new Dictionary<string, string>(StringComparer.Ordinal);
            for (int i = 0; i < header.Count; i++)
            {
                row[header[i]] = fields[i];
            }

            rows.Add(row);
        }

        return rows;
    }
}
