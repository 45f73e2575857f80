using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.CredentialReports;

namespace KeyRotation.Status;

/// <summary>The keys of an account as its credential report tells them: those with which nothing is going on need no call.</summary>
internal sealed class ReportedInventory
{
    private readonly AccountSession account;
    private readonly StatusOptions options;
    private readonly DateTimeOffset reportTime;
    private readonly Dictionary<string, CredentialReportRow> rows;

    public ReportedInventory(AccountSession account, StatusOptions options, AccountReport accountReport)
    {
        this.account = account;
        this.options = options;
        reportTime = accountReport.GeneratedTime;
        rows = accountReport.Rows.ToDictionary(row => row.UserName, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What the report says of a user, and when; null for one who is not in it.</summary>
    public ReportedUser? RowOf(string userName) => rows.TryGetValue(userName, out CredentialReportRow? row) ? new ReportedUser(row, reportTime) : null;

    /// <summary>The keys of the users who need not be looked at, and of the root user.</summary>
    public IReadOnlyList<KeyStatus> KeysOfOthers(IEnumerable<KeyTarget> lookedAt)
    {
        var without = new HashSet<string>(lookedAt.Select(target => target.UserName), StringComparer.OrdinalIgnoreCase);
        return rows.Values
            .Where(row => !without.Contains(row.UserName))
            .SelectMany(row => row.Keys.Where(key => key.CreateDate is not null).Select(key => Describe(row, key)))
            .ToList();
    }

    private KeyStatus Describe(CredentialReportRow row, ReportedKey key)
    {
        DateTimeOffset now = account.Time.GetUtcNow();
        DateTimeOffset due = key.CreateDate!.Value + options.OlderThan;
        KeyStage stage = !key.IsActive ? KeyStage.Quarantined : due <= now ? KeyStage.Stale : KeyStage.Current;
        return new KeyStatus(new KeyReference(account.AccountId, row.UserName, AccessKeyId: null), key.Status, key.CreateDate.Value, stage, now, account.Connection)
        {
            NextStep = row.IsRoot ? null : "New-RotatedAccessKey",
            DueDate = row.IsRoot ? null : due,
            Blocker = row.IsRoot ? "only the root user can replace or delete its key" : null,
            LastUsed = key.LastUsed,
            UserArn = row.Arn,
            ReportTime = reportTime,
        };
    }
}

/// <summary>What a credential report says of a user.</summary>
/// <param name="Row">The row.</param>
/// <param name="ReportTime">When the report was generated, UTC.</param>
internal sealed record ReportedUser(CredentialReportRow Row, DateTimeOffset ReportTime);
