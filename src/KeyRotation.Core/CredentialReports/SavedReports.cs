using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.CredentialReports;

/// <summary>Runs one check over saved credential reports, one report after the other, and hands over what it finds.</summary>
public sealed class SavedReports
{
    /// <summary>Handing over one by one would cost more than reading; more at once would be memory.</summary>
    private const int MostAtOnce = 512;

    /// <summary>A date without a time zone, as a spreadsheet leaves it, may be that of a clock some hours ahead of UTC.</summary>
    private static readonly TimeSpan LargestOffset = TimeSpan.FromDays(1);

    private readonly ISavedReportCheck check;
    private readonly HashSet<string> missingUsers;
    private readonly List<IResult> found = new(MostAtOnce);
    private readonly ReportedAccounts accounts = new();

    /// <summary>Prepares the check of some reports.</summary>
    /// <param name="check">What is looked for.</param>
    public SavedReports(ISavedReportCheck check)
    {
        this.check = check ?? throw new ArgumentNullException(nameof(check));
        missingUsers = new HashSet<string>(check.NamedUsers, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A reader for the lines of one report.</summary>
    public CredentialReportReader Reader() => new(check.NeedsPasswords, check.Time + LargestOffset);

    /// <summary>Opens a report and reads it.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="name">The name of the report in messages, e.g. its path.</param>
    /// <param name="report">Receives results and failures; a report that cannot be read to its end is one failure.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task ReadAsync(Func<Stream> open, string name, IReport report, CancellationToken cancellationToken)
    {
        try
        {
            using Stream stream = Guarded(open, name);
            await AddAsync(CredentialReportReader.Read(stream, Reader(), cancellationToken), name, report, cancellationToken).ConfigureAwait(false);
            End(name, report);
        }
        catch (UnreadableReportException problem)
        {
            await GiveUpAsync(problem, report).ConfigureAwait(false);
        }
    }

    /// <summary>Reads lines of a report that comes in parts.</summary>
    /// <param name="reader">Keeps what the parts have in common.</param>
    /// <param name="lines">The next lines.</param>
    /// <param name="areLast">Whether no more will come.</param>
    /// <param name="name">The name of the report in messages.</param>
    /// <param name="report">Receives results and failures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whether the lines could be read.</returns>
    public async Task<bool> ReadAsync(CredentialReportReader reader, IEnumerable<string> lines, bool areLast, string name, IReport report, CancellationToken cancellationToken)
    {
        try
        {
            await AddAsync(lines.SelectMany(reader.Add), name, report, cancellationToken).ConfigureAwait(false);
            if (areLast)
            {
                await AddAsync(Guarded(reader.Complete, name), name, report, cancellationToken).ConfigureAwait(false);
                End(name, report);
            }

            return true;
        }
        catch (UnreadableReportException problem)
        {
            await GiveUpAsync(problem, report).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Reports the named users that were in none of the reports.</summary>
    /// <param name="report">Receives one failure a user.</param>
    public void Complete(IReport report)
    {
        foreach (string name in missingUsers)
        {
            report.Failure(CredentialReportFailures.UserNotInSavedReport(new KeyReference(AccountId: string.Empty, name, AccessKeyId: null)));
        }
    }

    /// <summary>Only what goes wrong while reading is the report's trouble; a consumer of the results has troubles of its own.</summary>
    private static T Guarded<T>(Func<T> read, string name)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UnreadableReportException(CredentialReportFailures.SavedReportUnreadable(name, problem));
        }
    }

    private async Task AddAsync(IEnumerable<CredentialReportEntry> entries, string name, IReport report, CancellationToken cancellationToken)
    {
        using IEnumerator<CredentialReportEntry> each = entries.GetEnumerator();
        while (Guarded(each.MoveNext, name))
        {
            Add(each.Current, name, report);
            if (found.Count >= MostAtOnce)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await HandOverAsync(report).ConfigureAwait(false);
            }
        }

        await HandOverAsync(report).ConfigureAwait(false);
    }

    private void Add(CredentialReportEntry entry, string name, IReport report)
    {
        if (entry.Row is not null && accounts.Add(entry.Row, name) is string before)
        {
            string where = before == name ? $"twice in the saved credential report {name}" : $"in the saved credential reports {before} and {name}";
            report.Warning($"Account {entry.Row.AccountId} is {where}, and both count. For totals, give one report of each account.");
        }

        if ((entry.Row?.UserName ?? entry.Problem?.UserName) is string userName)
        {
            missingUsers.Remove(userName);
            if (!check.Includes(userName))
            {
                return;
            }
        }

        if (entry.Problem is ReportRowProblem problem)
        {
            report.Failure(CredentialReportFailures.ReportRowUnreadable($"the saved credential report {name}", problem));
        }
        else if (entry.Row is CredentialReportRow row)
        {
            found.AddRange(check.Check(row, name, report));
        }
    }

    private void End(string name, IReport report)
    {
        check.End(name, accounts.EndReport(), report);
    }

    private async Task GiveUpAsync(UnreadableReportException problem, IReport report)
    {
        await HandOverAsync(report).ConfigureAwait(false);
        report.Failure(problem.Failure);
        accounts.EndReport();
    }

    private async Task HandOverAsync(IReport report)
    {
        await report.ResultsAsync(found).ConfigureAwait(false);
        found.Clear();
    }

    private sealed class UnreadableReportException(KeyRotationException failure) : Exception(failure.Message, failure)
    {
        public KeyRotationException Failure { get; } = failure;
    }
}
