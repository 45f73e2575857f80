using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;

namespace KeyRotation.Audit;

/// <summary>
/// Finds the users that a step over the whole account may concern. IAM does not list users by tag; the
/// credential report tells in two calls who has two keys or an inactive one. Where the report is older than the
/// time that the step asks for, it may miss a key, and every user is looked at.
/// </summary>
internal static class AccountUsers
{
    private static readonly TimeSpan ReportTimeLimit = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<KeyTarget>> FindAsync(
        AccountSession account,
        Func<CredentialReportRow, bool> mayConcern,
        TimeSpan reportMayBeOld,
        IReport report,
        CancellationToken cancellationToken) =>
        (await FindWithReportAsync(account, mayConcern, reportMayBeOld, report, cancellationToken).ConfigureAwait(false)).Targets;

    /// <summary>The users, and the report that told them; no report where every user is looked at.</summary>
    public static async Task<(IReadOnlyList<KeyTarget> Targets, AccountReport? Report)> FindWithReportAsync(
        AccountSession account,
        Func<CredentialReportRow, bool> mayConcern,
        TimeSpan reportMayBeOld,
        IReport report,
        CancellationToken cancellationToken)
    {
        (AccountReport? accountReport, IReadOnlyList<IamUser> users) =
            await new CredentialReportSource(account, report).GetOrListUsersAsync(ReportTimeLimit, cancellationToken).ConfigureAwait(false);
        if (accountReport is not null && account.Time.GetUtcNow() - accountReport.GeneratedTime < reportMayBeOld)
        {
            return (accountReport.Rows.Where(row => !row.IsRoot && mayConcern(row)).Select(row => new KeyTarget(row.UserName)).ToList(), accountReport);
        }

        if (accountReport is not null)
        {
            report.Verbose($"The credential report of account {account.AccountId} is older than the time asked for: every user is looked at.");
            users = await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false);
        }

        return (users.Select(user => new KeyTarget(user.UserName)).ToList(), null);
    }
}
