using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace KeyRotation.CredentialReports;

/// <summary>
/// Reads a credential report by the names of its columns, as the IAM user guide describes it ("Get credential reports"). A row
/// that cannot be read is a problem of that row. Reads line by line: a report of any size takes the same memory, unless it is
/// wrapped in base64.
/// </summary>
public sealed class CredentialReportReader
{
    private const string TypeLine = "#TYPE ";

    private readonly bool needsPasswords;
    private readonly DateTimeOffset? latest;
    private readonly ReportRecords records = new();
    private readonly WrappedReport wrapped = new();
    private ReportColumns? columns;
    private string header = string.Empty;
    private int lineNumber;
    private bool hasRows;
    private bool isAnother;

    /// <summary>Creates a reader that is given the report line by line.</summary>
    /// <param name="needsPasswords">Whether the columns of console passwords are needed, too.</param>
    /// <param name="latest">A time that no date of the report can be after; null where that is not known.</param>
    public CredentialReportReader(bool needsPasswords = false, DateTimeOffset? latest = null)
    {
        this.needsPasswords = needsPasswords;
        this.latest = latest;
    }

    /// <summary>Reads the rows of a stream, one at a time.</summary>
    /// <param name="stream">The report: UTF-8 or UTF-16, with or without a byte order mark.</param>
    /// <param name="needsPasswords">Whether the columns of console passwords are needed, too.</param>
    /// <param name="cancellationToken">Stops it between two lines.</param>
    /// <exception cref="InvalidDataException">The text is not a credential report, or has no rows.</exception>
    public static IEnumerable<CredentialReportEntry> Read(Stream stream, bool needsPasswords, CancellationToken cancellationToken) =>
        Read(stream, new CredentialReportReader(needsPasswords), cancellationToken);

    /// <summary>Reads the rows of a stream, one at a time.</summary>
    /// <param name="stream">The report: UTF-8 or UTF-16, with or without a byte order mark.</param>
    /// <param name="reader">A reader that was given nothing yet.</param>
    /// <param name="cancellationToken">Stops it between two lines.</param>
    /// <exception cref="InvalidDataException">The text is not a credential report, or has no rows.</exception>
    internal static IEnumerable<CredentialReportEntry> Read(Stream stream, CredentialReportReader reader, CancellationToken cancellationToken)
    {
        using TextReader text = ReportText.Open(stream ?? throw new ArgumentNullException(nameof(stream)));
        foreach (string line in ReportLines.Read(text))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (CredentialReportEntry entry in reader.AddLine(line))
            {
                yield return entry;
            }
        }

        foreach (CredentialReportEntry entry in reader.Complete())
        {
            yield return entry;
        }
    }

    /// <summary>Takes the next lines and gives the rows that end with them.</summary>
    /// <param name="text">One line, or several with line ends between.</param>
    /// <exception cref="InvalidDataException">The text is not a credential report.</exception>
    public IEnumerable<CredentialReportEntry> Add(string text)
    {
        using var lines = new StringReader(text ?? throw new ArgumentNullException(nameof(text)));
        foreach (string line in ReportLines.Read(lines))
        {
            foreach (CredentialReportEntry entry in AddLine(line))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Says that no more lines will come, and gives the rest of the rows.</summary>
    /// <exception cref="InvalidDataException">The text is not a credential report, or has no rows.</exception>
    public IEnumerable<CredentialReportEntry> Complete()
    {
        if (columns is null)
        {
            var inner = new CredentialReportReader(needsPasswords, latest);
            return inner.Add(wrapped.Unwrap()).Concat(Deferred(inner.Complete));
        }

        IReadOnlyList<CredentialReportEntry> rest = Parse(records.Complete(columns.Separator), columns);
        return hasRows ? rest : throw new InvalidDataException(isAnother ? "Its last header row has no rows behind it." : "It has a header row and no other rows.");
    }

    private static IEnumerable<CredentialReportEntry> Deferred(Func<IEnumerable<CredentialReportEntry>> entries)
    {
        foreach (CredentialReportEntry entry in entries())
        {
            yield return entry;
        }
    }

    private IReadOnlyList<CredentialReportEntry> AddLine(string line)
    {
        lineNumber++;
        if (columns is null)
        {
            Begin(line);
            return [];
        }

        // A file without a last line end, with another behind it: the header follows in the middle of a line.
        int next = line.IndexOf(header, StringComparison.Ordinal);
        if (next > 0)
        {
            IReadOnlyList<CredentialReportEntry> before = AddRow(line.Substring(0, next).TrimEnd('\uFEFF'), columns);
            BeginNext(line.Substring(next));
            return before;
        }

        return next == 0 || IsHeader(line) ? BeginAgain(line, columns) : AddRow(line, columns);
    }

    private void Begin(string line)
    {
        columns = ReportColumns.Parse(line, needsPasswords);
        header = line.Trim('\uFEFF', ' ');
        if (columns is null)
        {
            wrapped.Add(line);
        }
    }

    private bool IsHeader(string line) => !line.Contains(":iam:") && ReportColumns.Parse(line, needsPasswords) is not null;

    private IReadOnlyList<CredentialReportEntry> BeginAgain(string line, ReportColumns before)
    {
        IReadOnlyList<CredentialReportEntry> rest = Parse(records.Complete(before.Separator), before);
        BeginNext(line);
        return rest;
    }

    private void BeginNext(string line)
    {
        isAnother = true;
        hasRows = false;
        Begin(line);
    }

    private IReadOnlyList<CredentialReportEntry> AddRow(string line, ReportColumns at) =>
        line.StartsWith(TypeLine, StringComparison.Ordinal) ? [] : Parse(records.Add(line, lineNumber, at.Separator), at);

    private IReadOnlyList<CredentialReportEntry> Parse(IReadOnlyList<ReportRecord> some, ReportColumns at)
    {
        List<CredentialReportEntry> entries = some.Where(record => !record.IsBlank).Select(record => ReportRowParser.Parse(record, at, latest)).ToList();
        hasRows |= entries.Count > 0;
        return entries;
    }
}
