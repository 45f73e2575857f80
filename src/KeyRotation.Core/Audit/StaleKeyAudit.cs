using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Users;

namespace KeyRotation.Audit;

/// <summary>
/// Finds stale keys. Starts from the credential report, which answers for the whole account in two calls, and
/// confirms each flagged user with one ListAccessKeys: who am I, generate, get, and one call a flagged user.
/// </summary>
public sealed class StaleKeyAudit
{
    private readonly AccountSession account;
    private readonly AuditOptions options;
    private readonly IReport report;
    private readonly UserAudit users;

    /// <summary>Prepares an audit.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What to look for.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects, failures and warnings.</param>
    public StaleKeyAudit(AccountSession account, AuditOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        users = new UserAudit(account, options, report);
    }

    /// <summary>Runs the audit.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">Nothing can be said about the account.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (AccountReport? accountReport, IReadOnlyList<IamUser> all) = options.Live
            ? (null, await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false))
            : await new CredentialReportSource(account, report).GetOrListUsersAsync(options.ReportTimeLimit, cancellationToken).ConfigureAwait(false);
        await (accountReport is null ? RunAsync(all, cancellationToken) : RunAsync(accountReport, cancellationToken)).ConfigureAwait(false);
    }

    private async Task RunAsync(AccountReport accountReport, CancellationToken cancellationToken)
    {
        DateTimeOffset now = account.Time.GetUtcNow();
        List<CredentialReportRow> flagged = accountReport.Rows
            .Where(row => options.Includes(row.UserName) && row.Keys.Any(key => row.IsRoot ? options.Concerns(key, now) : options.MayConcern(key, now)))
            .ToList();
        foreach (CredentialReportRow root in flagged.Where(row => row.IsRoot))
        {
            await ReportRootAsync(root, accountReport, now).ConfigureAwait(false);
        }

        var confirmations = new List<AuditedUser>(flagged.Where(row => !row.IsRoot).Select(row => new AuditedUser(row.UserName, row.Arn, row, accountReport.GeneratedTime)));
        confirmations.AddRange(NamedUsersUnknownTo(accountReport.Rows.Select(row => row.UserName)));
        await ConfirmAsync(confirmations, cancellationToken).ConfigureAwait(false);
    }

    private Task RunAsync(IReadOnlyList<IamUser> all, CancellationToken cancellationToken)
    {
        List<AuditedUser> included = all
            .Where(user => options.Includes(user.UserName))
            .Select(user => new AuditedUser(user.UserName, user.Arn, Row: null, ReportTime: null))
            .ToList();
        included.AddRange(NamedUsersUnknownTo(all.Select(user => user.UserName)));
        return ConfirmAsync(included, cancellationToken);
    }

    /// <summary>The root user's key is told from the report alone: no call lists it, and none can rotate it.</summary>
    private async Task ReportRootAsync(CredentialReportRow root, AccountReport accountReport, DateTimeOffset now)
    {
        SavedReportAudit.ReportUnknownAges(root, options, report);
        foreach (ReportedKey key in SavedReportAudit.KeysOf(root, options, now))
        {
            await report.ResultAsync(SavedReportAudit.Describe(root, key, options, now, account.Connection, accountReport.GeneratedTime)).ConfigureAwait(false);
        }
    }

    /// <summary>A user who was created after the report is not in it, and neither is one who never existed: ask.</summary>
    private IEnumerable<AuditedUser> NamedUsersUnknownTo(IEnumerable<string> userNames)
    {
        var known = new HashSet<string>(userNames, StringComparer.OrdinalIgnoreCase);
        return options.NamedUsers
            .Where(name => !known.Contains(name))
            .Select(name => new AuditedUser(name, Arn: null, Row: null, ReportTime: null, IsNamed: true));
    }

    private Task ConfirmAsync(IReadOnlyList<AuditedUser> flagged, CancellationToken cancellationToken) => PerUser.LookUpAsync(
        flagged,
        user => new KeyReference(account.AccountId, user.UserName, AccessKeyId: null),
        user => users.StaleKeysOfAsync(user, cancellationToken),
        "Finding stale access keys",
        report);
}
