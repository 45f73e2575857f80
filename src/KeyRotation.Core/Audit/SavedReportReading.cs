using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Audit;

/// <summary>Runs a check over the rows of a saved report and hands over what it finds, some hundred results at a time.</summary>
public static class SavedReportReading
{
    /// <summary>Handing over one by one would cost more than reading; more at once would be memory.</summary>
    private const int MostAtOnce = 512;

    /// <summary>Opens a report and reads it.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="name">How messages name it, e.g. its path.</param>
    /// <param name="check">What is looked for.</param>
    /// <param name="report">Receives results and failures; a report that cannot be read to its end is one failure.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(Func<Stream> open, string name, ISavedReportCheck check, IReport report, CancellationToken cancellationToken)
    {
        Stream stream;
        try
        {
            stream = open();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            report.Failure(Failures.SavedReportUnreadable(name, problem));
            return;
        }

        using (stream)
        {
            await RunAsync(CredentialReportReader.Read(stream, check.NeedsPasswords, check.Concerns, cancellationToken), name, check, report, isWhole: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the rows.</summary>
    /// <param name="rows">The rows, from <see cref="CredentialReportReader"/>.</param>
    /// <param name="name">How messages name the report, e.g. its path.</param>
    /// <param name="check">What is looked for.</param>
    /// <param name="report">Receives results and failures; a report that cannot be read to its end is one failure.</param>
    /// <param name="isWhole">Whether these rows are the last of the report.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether the rows could be read.</returns>
    public static async Task<bool> RunAsync(
        IEnumerable<CredentialReportRow> rows,
        string name,
        ISavedReportCheck check,
        IReport report,
        bool isWhole,
        CancellationToken cancellationToken)
    {
        var found = new List<object>(MostAtOnce);
        using IEnumerator<CredentialReportRow> each = (rows ?? throw new ArgumentNullException(nameof(rows))).GetEnumerator();
        KeyRotationException? unreadable = null;
        while (TryNext(each, name, out unreadable))
        {
            found.AddRange(check.Check(each.Current, name, report));
            if (found.Count >= MostAtOnce)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await report.ResultsAsync(found).ConfigureAwait(false);
                found.Clear();
            }
        }

        await report.ResultsAsync(found).ConfigureAwait(false);
        if (unreadable is not null)
        {
            report.Failure(unreadable);
        }
        else if (isWhole)
        {
            check.End(name, report);
        }

        return unreadable is null;
    }

    private static bool TryNext(IEnumerator<CredentialReportRow> rows, string name, out KeyRotationException? unreadable)
    {
        unreadable = null;
        try
        {
            return rows.MoveNext();
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            unreadable = Failures.SavedReportUnreadable(name, problem);
            return false;
        }
    }
}
