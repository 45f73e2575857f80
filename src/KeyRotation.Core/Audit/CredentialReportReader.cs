using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace KeyRotation.Audit;

/// <summary>
/// Reads a credential report by the names of its columns, as the IAM user guide describes it ("Get credential
/// reports"). Unknown columns are ignored; a column that is needed and missing, or a value that is none of the
/// documented ones, is an error and never a default.
/// </summary>
public static class CredentialReportReader
{
    private const string NotApplicable = "N/A";
    private const string NoInformation = "no_information";
    private const string NotSupported = "not_supported";

    /// <summary>Reads the rows, one at a time.</summary>
    /// <param name="text">The report; a byte order mark is allowed.</param>
    /// <exception cref="InvalidDataException">The text is not a credential report, or a value cannot be understood.</exception>
    public static IEnumerable<CredentialReportRow> Read(TextReader text)
    {
        if (text is null)
        {
            throw new ArgumentNullException(nameof(text));
        }

        return ReadRows(new CsvLines(text));
    }

    private static IEnumerable<CredentialReportRow> ReadRows(CsvLines lines)
    {
        var fields = new List<string>();
        if (!lines.Read(fields))
        {
            throw new InvalidDataException("The credential report is empty.");
        }

        var columns = new Columns(fields);
        while (lines.Read(fields))
        {
            if (fields.Count == 1 && fields[0].Length == 0)
            {
                continue;
            }

            if (fields.Count < columns.Count)
            {
                throw new InvalidDataException(
                    $"Line {lines.LineNumber} of the credential report has {fields.Count} of {columns.Count} columns: the report is cut off.");
            }

            yield return ReadRow(fields, columns, lines.LineNumber);
        }
    }

    private static CredentialReportRow ReadRow(List<string> fields, Columns columns, int line)
    {
        try
        {
            return new CredentialReportRow(
                fields[columns.User],
                fields[columns.Arn],
                ReadKey(1, fields, columns.Keys[0]),
                ReadKey(2, fields, columns.Keys[1]));
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException($"Line {line} of the credential report: {problem.Message}", problem);
        }
    }

    private static ReportedKey? ReadKey(int slot, List<string> fields, KeyColumns columns)
    {
        bool isActive = IsTrue(fields[columns.Active]);
        DateTimeOffset? created = Date(fields[columns.LastRotated]);
        if (!isActive && created is null)
        {
            return null;
        }

        string lastUsed = fields[columns.LastUsedDate];
        EvidenceOfUse use = lastUsed == NoInformation
            ? EvidenceOfUse.Unknown("the credential report has no information")
            : Date(lastUsed) is DateTimeOffset at
                ? EvidenceOfUse.Used(at, fields[columns.LastUsedService], fields[columns.LastUsedRegion])
                : EvidenceOfUse.NeverUsed;
        return new ReportedKey(slot, isActive, created, use);
    }

    private static bool IsTrue(string value) => value.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        "NOT_SUPPORTED" => false,
        _ => throw new FormatException($"'{value}' is neither true nor false."),
    };

    private static DateTimeOffset? Date(string value)
    {
        if (value is NotApplicable or NoInformation or NotSupported)
        {
            return null;
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)
            ? date
            : throw new FormatException($"'{value}' is not a date.");
    }

    private sealed class Columns
    {
        private readonly Dictionary<string, int> positions;

        public Columns(IReadOnlyList<string> header)
        {
            Count = header.Count;
            positions = header
                .Select((name, position) => (Name: name.Trim('\uFEFF', ' '), Position: position))
                .GroupBy(column => column.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First().Position, StringComparer.Ordinal);
            User = Position("user");
            Arn = Position("arn");
            Keys = [KeyColumnsOf(1), KeyColumnsOf(2)];
        }

        public int Count { get; }

        public int User { get; }

        public int Arn { get; }

        public KeyColumns[] Keys { get; }

        private KeyColumns KeyColumnsOf(int slot) => new(
            Position($"access_key_{slot}_active"),
            Position($"access_key_{slot}_last_rotated"),
            Position($"access_key_{slot}_last_used_date"),
            Position($"access_key_{slot}_last_used_region"),
            Position($"access_key_{slot}_last_used_service"));

        private int Position(string name) => positions.TryGetValue(name, out int position)
            ? position
            : throw new InvalidDataException($"This is not a credential report: the column '{name}' is missing.");
    }

    private sealed record KeyColumns(int Active, int LastRotated, int LastUsedDate, int LastUsedRegion, int LastUsedService);
}
