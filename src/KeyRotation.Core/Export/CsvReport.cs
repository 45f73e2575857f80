using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>
/// A table of keys or of controls: RFC 4180, UTF-8. Spreadsheets run a cell that begins with = + - @ as a formula, and
/// a user name or a tag may begin so: such a cell, and one that begins with an apostrophe, gets an apostrophe before
/// it. Taking one apostrophe off every cell that begins with one gives the values back.
/// </summary>
internal static class CsvReport
{
    private const string LineEnd = "\r\n";
    private static readonly char[] BeginsFormula = ['=', '+', '-', '@', '\t', '\r', '\n', '\'', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20'];

    private static readonly (string Name, Func<ReportKey, string?> Value)[] KeyColumns =
    [
        ("AccountId", key => key.AccountId),
        ("UserName", key => key.UserName),
        ("AccessKeyId", key => key.AccessKeyId),
        ("Status", key => key.Status.ToString()),
        ("Stage", key => key.Stage.ToString()),
        ("Reason", key => key.Reason),
        ("CreateDate", key => ReportTimes.Iso(key.CreateDate)),
        ("AgeDays", key => Number(key.AgeDays)),
        ("LastUsed", key => key.LastUsed.Kind.ToString()),
        ("LastUsedDate", key => ReportTimes.Iso(key.LastUsed.At)),
        ("LastUsedService", key => key.LastUsed.Service),
        ("LastUsedRegion", key => key.LastUsed.Region),
        ("UnusedDays", key => key.UnusedDays is double days ? Number(days) : null),
        ("Since", key => ReportTimes.Iso(key.Since)),
        ("NextStep", key => key.NextStep),
        ("DueDate", key => ReportTimes.Iso(key.DueDate)),
        ("IsDue", key => key.IsDue?.ToString()),
        ("Blocker", key => key.Blocker),
        ("Replaces", key => key.Replaces),
        ("ReplacedBy", key => key.ReplacedBy),
        ("UserArn", key => key.UserArn),
        ("Tags", key => Lines(key.Tags?.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key} = {tag.Value}"))),
        ("SeenAt", key => ReportTimes.Iso(key.SeenAt)),
        ("ReportTime", key => ReportTimes.Iso(key.ReportTime)),
        ("Alternative", key => key.Alternative?.Alternative),
        ("AlternativeConfidence", key => key.Alternative?.Confidence),
        ("AlternativeReason", key => key.Alternative?.Reason),
    ];

    private static readonly (string Name, Func<ControlResult, string?> Value)[] ControlColumns =
    [
        ("Benchmark", result => result.Benchmark),
        ("ControlId", result => result.ControlId),
        ("Control", result => result.ControlValue.ToString()),
        ("Title", result => result.Title),
        ("Status", result => result.StatusValue.ToString()),
        ("Severity", result => result.SeverityValue.ToString()),
        ("AccountId", result => result.AccountId),
        ("UserName", result => result.UserName),
        ("ResourceArn", result => result.ResourceArn),
        ("Reason", result => result.Reason),
        ("Evidence", result => Lines(result.Evidence.Select(item => $"{item} ({item.Source})"))),
        ("Remedy", result => Lines(result.Remedy)),
        ("References", result => Lines(result.References)),
        ("ConfigVerdict", result => result.ConfigVerdict),
        ("ConfigDifference", result => result.ConfigDifference),
        ("CheckedAt", result => ReportTimes.Iso(result.CheckedAt)),
        ("ReportTime", result => ReportTimes.Iso(result.ReportTime)),
    ];

    /// <exception cref="KeyRotationException">There are both keys and controls.</exception>
    public static string Of(ReportContent content)
    {
        if (content.Keys.Count > 0 && content.Controls.Count > 0)
        {
            throw ExportFailures.ReportOfTwoKinds();
        }

        return content.Controls.Count > 0 ? Table(ControlColumns, content.Controls) : Table(KeyColumns, content.Keys);
    }

    private static string Table<T>((string Name, Func<T, string?> Value)[] columns, IEnumerable<T> rows)
    {
        var text = new StringBuilder(string.Join(",", columns.Select(column => column.Name))).Append(LineEnd);
        foreach (T row in rows)
        {
            text.Append(string.Join(",", columns.Select(column => Cell(column.Value(row) ?? string.Empty)))).Append(LineEnd);
        }

        return text.ToString();
    }

    private static string Cell(string value)
    {
        string guarded = value.Length > 0 && value.IndexOfAny(BeginsFormula, 0, 1) == 0 ? "'" + value : value;
        return guarded.IndexOfAny([',', '"', '\r', '\n']) < 0 ? guarded : "\"" + guarded.Replace("\"", "\"\"") + "\"";
    }

    private static string? Lines(IEnumerable<string>? lines) => lines is null ? null : string.Join("\n", lines);

    private static string Number(double days) => ReportTimes.Days(days).ToString(CultureInfo.InvariantCulture);
}
