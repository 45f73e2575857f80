using System;
using System.Collections.Generic;
using System.IO;
using KeyRotation.Csv;

namespace KeyRotation.CredentialReports;

/// <summary>The positions of a report's columns, by their names. Columns that are not needed are ignored.</summary>
internal sealed class ReportColumns
{
    private const string UserColumn = "user";
    private const string ArnColumn = "arn";

    /// <summary>A comma from the service; the others from spreadsheets and from Export-Csv with -UseCulture or -Delimiter.</summary>
    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly Dictionary<string, int> positions = new(StringComparer.OrdinalIgnoreCase);

    private ReportColumns(List<string> header, char separator, bool needsPasswords)
    {
        Separator = separator;
        Count = header.Count;
        // Backwards: of two columns of one name the first counts.
        for (int position = header.Count - 1; position >= 0; position--)
        {
            positions[NameOf(header[position])] = position;
        }

        User = Require(UserColumn);
        Arn = Require(ArnColumn);
        FirstKey = RequireKey(1);
        SecondKey = RequireKey(2);
        Password = needsPasswords
            ? new PasswordColumns(Require("password_enabled"), Require("password_last_used"), Require("password_last_changed"))
            : null;
    }

    /// <summary>What stands between two fields.</summary>
    public char Separator { get; }

    public int Count { get; }

    public int User { get; }

    public Column Arn { get; }

    public KeyColumns FirstKey { get; }

    public KeyColumns SecondKey { get; }

    /// <summary>Null when passwords are not asked for: a report without them serves then.</summary>
    public PasswordColumns? Password { get; }

    /// <summary>Reads a header row; null when the line is something else.</summary>
    /// <exception cref="InvalidDataException">It is the header of a report, and a column that is needed is missing.</exception>
    public static ReportColumns? Parse(string line, bool needsPasswords)
    {
        var fields = new List<string>();
        foreach (char separator in Separators)
        {
            if (CsvRecord.TrySplit(line, separator, fields) && HasColumn(fields, UserColumn) && HasColumn(fields, ArnColumn))
            {
                return new ReportColumns(fields, separator, needsPasswords);
            }
        }

        return null;
    }

    private static bool HasColumn(List<string> fields, string name) =>
        fields.Exists(field => string.Equals(NameOf(field), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Files that were joined have a byte order mark in the middle.</summary>
    private static string NameOf(string field) => field.Trim('\uFEFF', ' ');

    private KeyColumns RequireKey(int number) => new(
        Require($"access_key_{number}_active"),
        Require($"access_key_{number}_last_rotated"),
        Require($"access_key_{number}_last_used_date"),
        Require($"access_key_{number}_last_used_region"),
        Require($"access_key_{number}_last_used_service"));

    private Column Require(string name) => positions.TryGetValue(name, out int position)
        ? new Column(name, position)
        : throw new InvalidDataException($"The column '{name}' is missing.");
}

/// <summary>One column.</summary>
internal readonly record struct Column(string Name, int Position)
{
    public static implicit operator int(Column column) => column.Position;
}

/// <summary>The columns of one of a user's two keys.</summary>
internal sealed record KeyColumns(Column Active, Column LastRotated, Column LastUsedDate, Column LastUsedRegion, Column LastUsedService);

/// <summary>The columns of a user's console password.</summary>
internal sealed record PasswordColumns(Column Enabled, Column LastUsed, Column LastChanged);
