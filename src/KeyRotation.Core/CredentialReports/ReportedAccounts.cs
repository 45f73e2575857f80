using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.CredentialReports;

/// <summary>Which accounts saved reports are of: one file may hold several, and one account may be in several files.</summary>
internal sealed class ReportedAccounts
{
    private readonly Dictionary<string, string> firstReports = new(StringComparer.Ordinal);
    private readonly HashSet<string> twice = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> hasRoot = new(StringComparer.Ordinal);

    /// <summary>Takes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="report">The report that it is in.</param>
    /// <returns>The report that the account was in before; null where it was in none, or where this is known of it.</returns>
    public string? Add(CredentialReportRow row, string report)
    {
        string account = row.AccountId;
        bool isNew = !hasRoot.TryGetValue(account, out bool known);
        hasRoot[account] = known || row.IsRoot;
        if (!firstReports.TryGetValue(account, out string? first))
        {
            firstReports[account] = report;
            return null;
        }

        if (known && row.IsRoot)
        {
            // A report has one row of the root user.
            return twice.Add(account) ? report : null;
        }

        return isNew && first != report ? first : null;
    }

    /// <summary>Ends a report.</summary>
    /// <returns>The accounts in it that had no row of the root user.</returns>
    public IReadOnlyCollection<string> EndReport()
    {
        List<string> without = hasRoot.Where(account => !account.Value).Select(account => account.Key).OrderBy(account => account, StringComparer.Ordinal).ToList();
        hasRoot.Clear();
        twice.Clear();
        return without;
    }
}
