using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using KeyRotation.Audit.Reports;

namespace KeyRotation.Audit;

/// <summary>
/// Reads a credential report by the names of its columns, as the IAM user guide describes it ("Get credential
/// reports"). Unknown columns are ignored; a column that is needed and missing, or a value that is none of the
/// documented ones, is an error and never a default. Reads as it goes: a report of any size takes the same memory.
/// </summary>
public sealed class CredentialReportReader
{
    private const string NotApplicable = "N/A";
    private const string NoInformation = "no_information";
    private const string NotSupported = "not_supported";

    private readonly ReportLines lines = new();
    private readonly ReportFields fields = new();
    private readonly bool needsPasswords;
    private readonly Func<ReportedKey?, bool>? concerns;
    private ReportColumns? columns;

    /// <summary>Makes a reader that is given the report line by line.</summary>
    /// <param name="needsPasswords">Whether the columns of console passwords are needed, too.</param>
    /// <param name="concerns">Tells for a key whether its row is wanted; all rows are when null. Rows that are not cost less.</param>
    public CredentialReportReader(bool needsPasswords = false, Func<ReportedKey?, bool>? concerns = null)
    {
        this.needsPasswords = needsPasswords;
        this.concerns = concerns;
    }

    /// <summary>Reads the rows of a stream, one at a time.</summary>
    /// <param name="stream">The report: UTF-8 with or without a byte order mark, or UTF-16 with one.</param>
    /// <param name="needsPasswords">Whether the columns of console passwords are needed, too.</param>
    /// <param name="concerns">Tells for a key whether its row is wanted; all rows are when null. Rows that are not cost less.</param>
    /// <param name="cancellationToken">Stops it, also between rows that are not wanted.</param>
    /// <exception cref="InvalidDataException">The text is not a credential report, or a value cannot be understood.</exception>
    public static IEnumerable<CredentialReportRow> Read(
        Stream stream,
        bool needsPasswords = false,
        Func<ReportedKey?, bool>? concerns = null,
        CancellationToken cancellationToken = default)
    {
        if (stream is null)
        {
            throw new ArgumentNullException(nameof(stream));
        }

        return new CredentialReportReader(needsPasswords, concerns).ReadAll(new ReportText(stream), cancellationToken);
    }

    /// <summary>Reads the rows of lines that follow those that were read before.</summary>
    /// <param name="some">The lines, without their line ends.</param>
    /// <param name="areLast">Whether no more will come.</param>
    /// <exception cref="InvalidDataException">The text is not a credential report, or a value cannot be understood.</exception>
    public IEnumerable<CredentialReportRow> Read(IEnumerable<string> some, bool areLast)
    {
        foreach (string line in some ?? throw new ArgumentNullException(nameof(some)))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
            lines.Add(bytes, bytes.Length);
            while (TryRead(out CredentialReportRow? row))
            {
                yield return row;
            }
        }

        if (areLast)
        {
            foreach (CredentialReportRow row in ReadRest())
            {
                yield return row;
            }
        }
    }

    [MethodImpl(Hot.Loop)]
    private bool TryRead([NotNullWhen(true)] out CredentialReportRow? row)
    {
        while (lines.Read())
        {
            fields.Take(lines);
            if (columns is null)
            {
                columns = new ReportColumns(fields, needsPasswords);
            }
            else if (!fields.IsBlank && ReadRow(columns) is CredentialReportRow wanted)
            {
                row = wanted;
                return true;
            }
        }

        row = null;
        return false;
    }

    private IEnumerable<CredentialReportRow> ReadAll(ReportText text, CancellationToken cancellationToken)
    {
        for (int count = text.Read(); count > 0; count = text.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            lines.Add(text.Block, count);
            while (TryRead(out CredentialReportRow? row))
            {
                yield return row;
            }
        }

        foreach (CredentialReportRow row in ReadRest())
        {
            yield return row;
        }
    }

    private IEnumerable<CredentialReportRow> ReadRest()
    {
        lines.Complete();
        while (TryRead(out CredentialReportRow? row))
        {
            yield return row;
        }

        if (columns is null)
        {
            throw new InvalidDataException("The credential report is empty.");
        }
    }

    [MethodImpl(Hot.Loop)]
    private CredentialReportRow? ReadRow(ReportColumns at)
    {
        if (fields.Count < at.Count)
        {
            throw new InvalidDataException(
                $"Line {lines.Number} of the credential report has {fields.Count} of {at.Count} columns: the report is cut off.");
        }

        try
        {
            ReportedKey? firstKey = ReadKey(1, at.FirstKey);
            ReportedKey? secondKey = ReadKey(2, at.SecondKey);
            if (concerns is not null && !concerns(firstKey) && !concerns(secondKey))
            {
                return null;
            }

            return new CredentialReportRow(fields.Text(at.User), fields.Text(at.Arn), firstKey, secondKey)
            {
                Password = at.Password is null ? null : ReadPassword(at.Password),
            };
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException($"Line {lines.Number} of the credential report: {problem.Message}", problem);
        }
    }

    [MethodImpl(Hot.Loop)]
    private ReportedKey? ReadKey(int slot, KeyColumns at)
    {
        bool isActive = Truth(at.Active);
        DateTimeOffset? created = Date(at.LastRotated);
        return isActive || created is not null
            ? new ReportedKey(slot, isActive, created, Use(at))
            : null;
    }

    [MethodImpl(Hot.Loop)]
    private EvidenceOfUse Use(KeyColumns at) =>
        fields.Is(at.LastUsedDate, NoInformation) ? EvidenceOfUse.Unknown("the credential report has no information")
        : Date(at.LastUsedDate) is DateTimeOffset date ? EvidenceOfUse.Used(date, fields.Word(at.LastUsedService), fields.Word(at.LastUsedRegion))
        : EvidenceOfUse.NeverUsed;

    private ReportedPassword ReadPassword(PasswordColumns at) => new(Truth(at.Enabled), Date(at.LastUsed), Date(at.LastChanged));

    /// <summary>The root user's row says <c>not_supported</c> where a value would not make sense.</summary>
    [MethodImpl(Hot.Loop)]
    private bool Truth(int field) => fields.TryReadTruth(field, out bool value)
        ? value
        : string.Equals(fields.Text(field), NotSupported, StringComparison.OrdinalIgnoreCase)
            ? false
            : throw new FormatException($"'{fields.Text(field)}' is neither true nor false.");

    [MethodImpl(Hot.Loop)]
    private DateTimeOffset? Date(int field)
    {
        if (fields.IsNumeric(field) && fields.TryReadDate(field, out DateTimeOffset date))
        {
            return date;
        }

        return fields.Is(field, NotApplicable) || fields.Is(field, NoInformation) || fields.Is(field, NotSupported)
            ? null
            : throw new FormatException($"'{fields.Text(field)}' is not a date.");
    }
}
