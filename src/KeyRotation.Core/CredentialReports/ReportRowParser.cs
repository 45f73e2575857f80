using System;
using System.Linq;

namespace KeyRotation.CredentialReports;

/// <summary>
/// Reads one row of a report by the values that the IAM user guide documents ("Get credential reports"). Any other value is an
/// error and never a default.
/// </summary>
internal sealed class ReportRowParser
{
    private const string NotApplicable = "N/A";
    private const string NoInformation = "no_information";
    private const string NotSupported = "not_supported";

    private readonly ReportColumns columns;
    private readonly string[] fields;

    private ReportRowParser(ReportColumns columns, string[] fields)
    {
        this.columns = columns;
        this.fields = fields;
    }

    /// <summary>Reads a row.</summary>
    public static CredentialReportEntry Parse(ReportRecord record, ReportColumns columns)
    {
        string[] joined = UnquotedName.Join(record.Fields, columns);
        if (FindDamage(record, joined, columns) is string damage)
        {
            // Which field is the name is not certain, so that none is taken for it.
            return new CredentialReportEntry(Row: null, new ReportRowProblem(record.LineNumber, UserName: null, AccountId: null, damage));
        }

        try
        {
            return new CredentialReportEntry(new ReportRowParser(columns, joined).ParseRow(), Problem: null);
        }
        catch (FormatException problem)
        {
            string accountId = CredentialReportRow.AccountIdOf(joined[columns.Arn]);
            return new CredentialReportEntry(Row: null, new ReportRowProblem(record.LineNumber, joined[columns.User], accountId, problem.Message));
        }
    }

    /// <summary>Why the row cannot be divided into its columns; null when it can.</summary>
    private static string? FindDamage(ReportRecord record, string[] joined, ReportColumns columns) =>
        !record.IsWhole ? "A quote is opened and never closed."
        : joined.Length < columns.Count ? $"The row has {joined.Length} of {columns.Count} columns: it is cut off."
        : joined.Skip(columns.Count).Any(field => !string.IsNullOrWhiteSpace(field)) ? $"The row has {joined.Length} columns instead of {columns.Count}. A field that holds a separator has to be in quotes."
        : null;

    private CredentialReportRow ParseRow()
    {
        if (fields[columns.User].Trim().Length == 0)
        {
            throw new FormatException("The row names no user.");
        }

        return new CredentialReportRow(fields[columns.User], fields[columns.Arn], ParseKey(1, columns.FirstKey), ParseKey(2, columns.SecondKey))
        {
            Password = columns.Password is PasswordColumns password
                ? new ReportedPassword(ParseTruth(password.Enabled), ParseDate(password.LastUsed), ParseDate(password.LastChanged))
                : null,
        };
    }

    private ReportedKey? ParseKey(int number, KeyColumns key)
    {
        bool isActive = ParseTruth(key.Active);
        DateTimeOffset? created = ParseDate(key.LastRotated);
        return isActive || created is not null
            ? new ReportedKey(number, isActive, created, ParseUse(key))
            : null;
    }

    private EvidenceOfUse ParseUse(KeyColumns key) =>
        Is(key.LastUsedDate, NoInformation) ? EvidenceOfUse.Unknown("the credential report has no information")
        : ParseDate(key.LastUsedDate) is DateTimeOffset date ? EvidenceOfUse.Used(date, fields[key.LastUsedService], fields[key.LastUsedRegion])
        : EvidenceOfUse.NeverUsed;

    /// <summary>The root user's row says <c>not_supported</c> where a value would not make sense.</summary>
    private bool ParseTruth(Column column) =>
        Is(column, "true")
        || (Is(column, "false") || Is(column, NotSupported)
            ? false
            : throw new FormatException($"{column.Name} is '{fields[column]}', which is neither true nor false."));

    private DateTimeOffset? ParseDate(Column column) =>
        ReportDate.TryParse(fields[column].Trim(), out DateTimeOffset date) ? date
        : Is(column, NotApplicable) || Is(column, NoInformation) || Is(column, NotSupported) ? null
        : throw new FormatException(
            $"{column.Name} is '{fields[column]}', which is not a date with one meaning. A date has the year first, as in 2026-01-31T10:20:30Z, or names the month.");

    /// <summary>Lower case is what the service gives; capitals are what spreadsheets make of it.</summary>
    private bool Is(Column column, string text) => string.Equals(fields[column].Trim(), text, StringComparison.OrdinalIgnoreCase);
}
