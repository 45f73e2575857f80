using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Rotation;

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

    /// <summary>Prepares an audit.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What to look for.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects, failures and warnings.</param>
    public StaleKeyAudit(AccountSession account, AuditOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Runs the audit.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">Nothing can be said about the account.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        options.Live ? RunLiveAsync(cancellationToken) : RunFromReportAsync(cancellationToken);

    private async Task RunFromReportAsync(CancellationToken cancellationToken)
    {
        AccountReport accountReport = await new CredentialReportSource(account, report)
            .GetAsync(options.ReportTimeLimit, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = account.Time.GetUtcNow();
        List<CredentialReportRow> flagged = accountReport.Rows
            .Where(row => options.Includes(row.UserName) && IsFlagged(row, now))
            .ToList();
        foreach (AccessKey rootKey in flagged.Where(row => row.IsRoot).SelectMany(row => ReportedKeys(row, accountReport, now)))
        {
            await report.ResultAsync(rootKey).ConfigureAwait(false);
        }

        var confirmations = new List<UserKeys>(flagged.Where(row => !row.IsRoot).Select(row => new UserKeys(row.UserName, row.Arn, row, accountReport.GeneratedTime)));
        confirmations.AddRange(NamedUsersUnknownTo(accountReport));
        await ConfirmAsync(confirmations, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunLiveAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<IamUser> users = await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false);
        List<UserKeys> included = users
            .Where(user => options.Includes(user.UserName))
            .Select(user => new UserKeys(user.UserName, user.Arn, Row: null, ReportTime: null))
            .ToList();
        var known = new HashSet<string>(users.Select(user => user.UserName), StringComparer.OrdinalIgnoreCase);
        included.AddRange(options.NamedUsers
            .Where(name => !known.Contains(name))
            .Select(name => new UserKeys(name, Arn: null, Row: null, ReportTime: null, IsNamed: true)));
        await ConfirmAsync(included, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A user who was created after the report is not in it, and neither is one who never existed: ask.</summary>
    private IEnumerable<UserKeys> NamedUsersUnknownTo(AccountReport accountReport)
    {
        var known = new HashSet<string>(accountReport.Rows.Select(row => row.UserName), StringComparer.OrdinalIgnoreCase);
        return options.NamedUsers
            .Where(name => !known.Contains(name))
            .Select(name => new UserKeys(name, Arn: null, Row: null, ReportTime: null, IsNamed: true));
    }

    private Task ConfirmAsync(IReadOnlyList<UserKeys> users, CancellationToken cancellationToken) => PerUser.LookUpAsync(
        users,
        user => new KeyReference(account.AccountId, user.UserName, AccessKeyId: null),
        user => KeysIfThereAsync(user, cancellationToken),
        "Finding stale access keys",
        report);

    private async Task<IReadOnlyList<AccessKey>> KeysIfThereAsync(UserKeys user, CancellationToken cancellationToken)
    {
        try
        {
            return await KeysOfAsync(user, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound && !user.IsNamed)
        {
            report.Verbose($"User {user.UserName} was deleted since the list of users was made.");
            return [];
        }
    }

    private async Task<IReadOnlyList<AccessKey>> KeysOfAsync(UserKeys user, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedKey> listed = await account.Identity.ListAccessKeysAsync(user.UserName, cancellationToken).ConfigureAwait(false);
        var keys = new List<AccessKey>();
        foreach (ListedKey key in listed.Where(key => options.Includes(key.Status)))
        {
            EvidenceOfUse use = await EvidenceAsync(user, key, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = account.Time.GetUtcNow();
            if (options.Rule.ReasonFor(key.CreateDate, use, now) is string reason)
            {
                keys.Add(new AccessKey(new KeyReference(account.AccountId, user.UserName, key.AccessKeyId), key.Status, key.CreateDate, now, account.Connection)
                {
                    LastUsed = use,
                    Stage = key.Status == AccessKeyStatus.Active ? KeyStage.Stale : KeyStage.Quarantined,
                    Reason = reason,
                    UserArn = user.Arn,
                    ReportTime = user.ReportTime,
                });
            }
        }

        return keys;
    }

    private async Task<EvidenceOfUse> EvidenceAsync(UserKeys user, ListedKey key, CancellationToken cancellationToken)
    {
        if (user.Row is CredentialReportRow row)
        {
            return ReportedEvidence.For(key, row);
        }

        bool matters = options.Rule.UnusedFor is not null
            || options.Rule.ReasonFor(key.CreateDate, EvidenceOfUse.Unknown("not looked up"), account.Time.GetUtcNow()) is not null;
        if (!matters)
        {
            return EvidenceOfUse.Unknown("not looked up");
        }

        EvidenceOfUse use = await LastUse.OfAsync(account, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Unknown)
        {
            report.Failure(Failures.LastUseUnknown(new KeyReference(account.AccountId, user.UserName, key.AccessKeyId), use));
        }

        return use;
    }

    private bool IsFlagged(CredentialReportRow row, DateTimeOffset now) => IsFlagged(row.FirstKey, now) || IsFlagged(row.SecondKey, now);

    /// <summary>A key whose creation the report does not tell is looked at: the confirmation knows better.</summary>
    private bool IsFlagged(ReportedKey? key, DateTimeOffset now) =>
        key is not null
        && options.Includes(key.Status)
        && (key.CreateDate is null || options.Rule.ReasonFor(key.CreateDate.Value, key.LastUsed, now) is not null);

    private IEnumerable<AccessKey> ReportedKeys(CredentialReportRow row, AccountReport accountReport, DateTimeOffset now) =>
        SavedReportAudit.KeysOf(row, options, now)
            .Select(key => SavedReportAudit.Describe(row, key, options, now, account.Connection, accountReport.GeneratedTime));

    private sealed record UserKeys(string UserName, string? Arn, CredentialReportRow? Row, DateTimeOffset? ReportTime, bool IsNamed = false);
}
