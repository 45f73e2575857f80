using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.CredentialReports;

namespace KeyRotation.Alternatives;

/// <summary>What the credential report knows of an account's users; read once.</summary>
internal sealed class UsersOfAccount
{
    private static readonly TimeSpan ReportTimeLimit = TimeSpan.FromMinutes(5);
    private static readonly AuditOptions EveryKey = new() { Rule = new StaleRule(TimeSpan.Zero, UnusedFor: null), IncludeInactive = true, IncludeTags = true };

    private readonly AccountSession account;
    private readonly IReport report;
    private Dictionary<string, CredentialReportRow> rows = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset? generated;

    public UsersOfAccount(AccountSession account, IReport report)
    {
        this.account = account;
        this.report = report;
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        (AccountReport? found, _) = await new CredentialReportSource(account, report, needsPasswords: true).GetOrListUsersAsync(ReportTimeLimit, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            generated = found.GeneratedTime;
            rows = found.Rows.GroupBy(row => row.UserName, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>The user's console password; null where the report does not have the user.</summary>
    public ReportedPassword? PasswordOf(string userName) => rows.TryGetValue(userName, out CredentialReportRow? row) ? row.Password : null;

    /// <summary>The last use of a key that does not say it itself; null where it does, or where the report does not have the user.</summary>
    public EvidenceOfUse? LastUseOf(AccessKey key) => key is { AccessKeyId: string id, LastUsed.Kind: UseKind.Unknown } && rows.TryGetValue(key.UserName, out CredentialReportRow? row)
        ? ReportedEvidence.For(new ListedKey(id, key.StatusValue, key.CreateDate), row)
        : null;

    /// <summary>The keys of a user, with the last use of the report and the tags of the user: two calls.</summary>
    public Task<IReadOnlyList<AccessKey>> KeysOfAsync(string userName, CancellationToken cancellationToken)
    {
        rows.TryGetValue(userName, out CredentialReportRow? row);
        var user = new AuditedUser(row?.UserName ?? userName, row?.Arn, row, row is null ? null : generated, IsNamed: true);
        return new UserAudit(account, EveryKey, report).StaleKeysOfAsync(user, cancellationToken);
    }
}
