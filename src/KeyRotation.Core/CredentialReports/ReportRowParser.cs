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
    /// <summary>IAM is younger. Programs write such dates where they have none.</summary>
    private static readonly DateTimeOffset Earliest = new(2006, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string[] fields;
    private readonly DateTimeOffset? latest;

    private ReportRowParser(ReportColumns columns, string[] fields, DateTimeOffset? latest)
    {
        this.columns = columns;
        this.fields = fields;
        this.latest = latest;
    }

    /// <summary>Reads a row.</summary>
    /// <param name="record">The row.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="latest">A time that no date can be after; null where that is not known.</param>
    public static CredentialReportEntry Parse(ReportRecord record, ReportColumns columns, DateTimeOffset? latest)
    {
        string[] joined = UnquotedName.Join(record.Fields, columns);
        if (FindDamage(record, joined, columns) is string damage)
        {
            // Which field is the name is not certain, so that none is taken for it.
            return new CredentialReportEntry(Row: null, new ReportRowProblem(record.LineNumber, UserName: null, AccountId: null, damage));
        }

        try
        {
            return new CredentialReportEntry(new ReportRowParser(columns, joined, latest).ParseRow(), Problem: null);
        }
        catch (FormatException problem)
        {
            string accountId = CredentialReportRow.AccountIdOf(joined[columns.Arn].Trim());
            return new CredentialReportEntry(Row: null, new ReportRowProblem(record.LineNumber, joined[columns.User].Trim(), accountId, problem.Message));
        }
    }

    /// <summary>Why the row cannot be divided into its columns; null when it can.</summary>
    private static string? FindDamage(ReportRecord record, string[] joined, ReportColumns columns) =>
        !record.IsWhole ? "A quote is opened and never closed."
        : joined.Length < columns.Count ? $"The row has {joined.Length} of {columns.Count} columns: it is cut off."
        : HasLostCharacters(joined[columns.User]) || HasLostCharacters(joined[columns.Arn]) ? "The name of the user has characters that are not text: the file was saved in another encoding than UTF-8 or UTF-16, or damaged."
        : joined.Skip(columns.Count).Any(field => !string.IsNullOrWhiteSpace(field)) ? $"The row has {joined.Length} columns instead of {columns.Count}. A field that holds a separator has to be in quotes."
        : null;

    private static bool HasLostCharacters(string name)
    {
        foreach (char character in name.Trim())
        {
            if (character == '\uFFFD' || char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }

    private CredentialReportRow ParseRow()
    {
        string name = fields[columns.User].Trim();
        string arn = fields[columns.Arn].Trim();
        if (name.Length == 0)
        {
            throw new FormatException("The row names no user.");
        }

        if (CredentialReportRow.AccountIdOf(arn).Length == 0)
        {
            throw new FormatException($"{columns.Arn.Name} is '{arn}', which names no account.");
        }

        // Programs write the root user's name in ways of their own, as for a web page. Its ARN has no name.
        string user = arn.EndsWith(":root", StringComparison.Ordinal) ? CredentialReportRow.RootUserName : name;
        return new CredentialReportRow(user, arn, ParseKey(1, columns.FirstKey), ParseKey(2, columns.SecondKey))
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
        Is(key.LastUsedDate, NoInformation) || Is(key.LastUsedDate, NotSupported) ? EvidenceOfUse.Unknown("the credential report has no information")
        : ParseDate(key.LastUsedDate) is DateTimeOffset date ? EvidenceOfUse.Used(date, fields[key.LastUsedService].Trim(), fields[key.LastUsedRegion].Trim())
        : EvidenceOfUse.NeverUsed;

    /// <summary>The root user's row says <c>not_supported</c> where a value would not make sense.</summary>
    private bool ParseTruth(Column column) =>
        Is(column, "true")
        || (Is(column, "false") || Is(column, NotSupported)
            ? false
            : throw new FormatException($"{column.Name} is '{fields[column]}', which is neither true nor false."));

    private DateTimeOffset? ParseDate(Column column) =>
        ReportDate.TryParse(fields[column].Trim(), out DateTimeOffset date) ? Possible(date, column)
        : Is(column, NotApplicable) || Is(column, NoInformation) || Is(column, NotSupported) ? null
        : throw new FormatException(
            $"{column.Name} is '{fields[column]}', which is not a date with one meaning. A date has the year first, as in 2026-01-31T10:20:30Z, or names the month.");

    /// <summary>Such a date would make a key younger or older than it is: the clock, the report or the way it was written is wrong.</summary>
    private DateTimeOffset Possible(DateTimeOffset date, Column column) =>
        date < Earliest ? throw new FormatException($"{column.Name} is '{fields[column]}', which is before there was IAM.")
        : date > latest ? throw new FormatException($"{column.Name} is '{fields[column]}', which is in the future. Check the clock of this machine, which the age is measured by.")
        : date;

    /// <summary>Lower case is what the service gives; capitals are what spreadsheets make of it.</summary>
    private bool Is(Column column, string text) => string.Equals(fields[column].Trim(), text, StringComparison.OrdinalIgnoreCase);
}
