using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Audit;

/// <summary>A user that an audit looks at.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Arn">The ARN, where it is known.</param>
/// <param name="Row">The row of the credential report that flagged the user; null when AWS is asked for everything.</param>
/// <param name="ReportTime">When that report was generated, UTC.</param>
/// <param name="IsNamed">Whether somebody named the user, who then has to be there.</param>
internal sealed record AuditedUser(string UserName, string? Arn, CredentialReportRow? Row, DateTimeOffset? ReportTime, bool IsNamed = false);

/// <summary>Finds the stale keys of one user by asking AWS.</summary>
internal sealed class UserAudit
{
    private readonly AccountSession account;
    private readonly AuditOptions options;
    private readonly IReport report;

    public UserAudit(AccountSession account, AuditOptions options, IReport report)
    {
        this.account = account;
        this.options = options;
        this.report = report;
    }

    public async Task<IReadOnlyList<AccessKey>> StaleKeysOfAsync(AuditedUser user, CancellationToken cancellationToken)
    {
        try
        {
            UserJournal? journal = options.DaysByTag ? await ReadTagsAsync(user, cancellationToken).ConfigureAwait(false) : null;
            StaleRule rule = journal is null ? options.Rule : options.Rule.For(journal);
            if (journal is not null && user.Row is CredentialReportRow row && !row.Keys.Any(key => options.Concerns(key, rule, account.Time.GetUtcNow())))
            {
                return [];
            }

            List<StaleKey> stale = await FindAsync(user, rule, cancellationToken).ConfigureAwait(false);
            journal ??= stale.Count > 0 && options.IncludeTags ? await ReadTagsAsync(user, cancellationToken).ConfigureAwait(false) : null;
            return stale.Select(key => Describe(user, key, journal)).ToList();
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound && !user.IsNamed)
        {
            report.Verbose($"User {user.UserName} was deleted since the list of users was made.");
            return [];
        }
    }

    private async Task<List<StaleKey>> FindAsync(AuditedUser user, StaleRule rule, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedKey> listed = await account.Identity.ListAccessKeysAsync(user.UserName, cancellationToken).ConfigureAwait(false);
        var stale = new List<StaleKey>();
        foreach (ListedKey key in listed.Where(key => options.Includes(key.Status)))
        {
            EvidenceOfUse use = await EvidenceAsync(user, key, rule, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = account.Time.GetUtcNow();
            if (rule.ReasonFor(key.CreateDate, use, now) is string reason)
            {
                stale.Add(new StaleKey(key, use, now, reason));
            }
        }

        return stale;
    }

    private AccessKey Describe(AuditedUser user, StaleKey stale, UserJournal? journal)
    {
        KeyRecord? record = journal?.RecordOf(stale.Key.AccessKeyId);
        bool isActive = stale.Key.Status == AccessKeyStatus.Active;
        Exemption? exemption = account.GroupExemptions.TryGetValue(user.UserName, out Exemption? byGroup) ? byGroup
            : journal?.Exemption?.CountsAt(stale.SeenAt) == true ? journal.Exemption : null;
        return new AccessKey(Reference(user, stale.Key), stale.Key.Status, stale.Key.CreateDate, stale.SeenAt, account.Connection)
        {
            LastUsed = stale.LastUsed,
            StageValue = !isActive ? KeyStage.Quarantined
                : record?.By is not null ? KeyStage.Superseded
                : exemption is not null ? KeyStage.Exempt
                : KeyStage.Stale,
            Reason = exemption is null ? stale.Reason : $"{stale.Reason}; exempt {exemption.Text}",
            ReplacedBy = record?.By,
            Since = record?.Since,
            Tags = journal?.OwnTags(),
            UserArn = user.Arn,
            ReportTime = user.ReportTime,
        };
    }

    /// <summary>A journal that cannot be read is said; the user's other tags still are what they are.</summary>
    private async Task<UserJournal> ReadTagsAsync(AuditedUser user, CancellationToken cancellationToken)
    {
        UserJournal journal = UserJournal.Read(await account.Identity.ListUserTagsAsync(user.UserName, cancellationToken).ConfigureAwait(false));
        if (journal.Unreadable.Count > 0)
        {
            report.Failure(UserFailures.JournalUnreadable(new KeyReference(account.AccountId, user.UserName, AccessKeyId: null), journal.Unreadable));
        }

        return journal;
    }

    private async Task<EvidenceOfUse> EvidenceAsync(AuditedUser user, ListedKey key, StaleRule rule, CancellationToken cancellationToken)
    {
        if (user.Row is CredentialReportRow row)
        {
            return ReportedEvidence.For(key, row);
        }

        var notLookedUp = EvidenceOfUse.Unknown("not looked up");
        bool matters = rule.UnusedFor is not null || rule.IsStale(key.CreateDate, notLookedUp, account.Time.GetUtcNow());
        if (!matters)
        {
            return notLookedUp;
        }

        EvidenceOfUse use = await LastUse.OfAsync(account, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Unknown)
        {
            report.Failure(Failures.LastUseUnknown(Reference(user, key), use));
        }

        return use;
    }

    private KeyReference Reference(AuditedUser user, ListedKey key) => new(account.AccountId, user.UserName, key.AccessKeyId);

    private sealed record StaleKey(ListedKey Key, EvidenceOfUse LastUsed, DateTimeOffset SeenAt, string Reason);
}
