using System;
using System.Collections.Generic;
using KeyRotation.Csv;

namespace KeyRotation.CredentialReports;

/// <summary>
/// Joins the lines of a report to records: a line end inside quotes does not end a record. Nothing that the service writes has
/// one, so a quote that is still open where the next user's row begins is a mistake in one row, and does not take the rows
/// behind it along.
/// </summary>
internal sealed class ReportRecords
{
    private const string PartOfEveryRow = ":iam::";

    /// <summary>A name of a user has no line ends, and a note in a column of its own has few.</summary>
    private const int MostLines = 100;

    private readonly List<string> lines = [];
    private readonly List<string> fields = [];

    private int firstLine;
    private bool isOpen;

    /// <summary>Takes the next line and gives the records that end with it: none, one, or those after a mistake.</summary>
    /// <param name="line">The line, without its line end.</param>
    /// <param name="number">The number of the line, from 1.</param>
    /// <param name="separator">What stands between two fields.</param>
    public IReadOnlyList<ReportRecord> Add(string line, int number, char separator)
    {
        bool beginsRow = line.Contains(PartOfEveryRow);
        List<ReportRecord> records = lines.Count > 0 && (beginsRow || lines.Count >= MostLines) ? Abandon(separator) : [];
        firstLine = lines.Count == 0 ? number : firstLine;
        lines.Add(line);
        isOpen = CsvRecord.IsOpenAfter(line, isOpen);
        if (!isOpen)
        {
            CsvRecord.TrySplit(string.Join("\n", lines), separator, fields);
            records.Add(new ReportRecord(firstLine, fields.ToArray(), IsWhole: true));
            lines.Clear();
        }

        return records;
    }

    /// <summary>The record that is open at the end, if there is one.</summary>
    public IReadOnlyList<ReportRecord> Complete(char separator) => lines.Count > 0 ? Abandon(separator) : [];

    private List<ReportRecord> Abandon(char separator)
    {
        CsvRecord.TrySplit(lines[0], separator, fields);
        var abandoned = new ReportRecord(firstLine, fields.ToArray(), IsWhole: false);
        lines.Clear();
        isOpen = false;
        return [abandoned];
    }
}

/// <summary>One record of a report.</summary>
/// <param name="LineNumber">The line on which it begins, from 1.</param>
/// <param name="Fields">The fields, without their quotes.</param>
/// <param name="IsWhole">Whether every quote is closed.</param>
internal sealed record ReportRecord(int LineNumber, string[] Fields, bool IsWhole)
{
    /// <summary>Whether it holds nothing: a blank line, or a row of separators as a spreadsheet leaves it.</summary>
    public bool IsBlank => Array.TrueForAll(Fields, string.IsNullOrWhiteSpace);
}
