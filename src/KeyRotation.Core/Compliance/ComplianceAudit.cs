using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Compliance.Checks;
using KeyRotation.Compliance.Config;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Compliance;

/// <summary>
/// Checks an account against benchmarks, from its credential report as CIS describes it. A user with a failure is
/// confirmed with one ListAccessKeys: the report may be four hours old, and a key may have been rotated since.
/// </summary>
public sealed class ComplianceAudit
{
    private const string CredentialReport = "credential report";
    private const string GetAccessKeyLastUsed = "iam:GetAccessKeyLastUsed";

    private readonly AccountSession account;
    private readonly ComplianceOptions options;
    private readonly IReport report;
    private readonly ControlChecks checks;
    private readonly IConfigRuleService? configRules;
    private ConfigComparison? config;

    /// <summary>Prepares an audit.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What is checked.</param>
    /// <param name="report">Receives <see cref="ControlResult"/> objects, failures and warnings.</param>
    /// <param name="configRules">AWS Config in a region, whose verdicts are set beside; null where that is not asked for.</param>
    public ComplianceAudit(AccountSession account, ComplianceOptions options, IReport report, IConfigRuleService? configRules = null)
    {
        this.configRules = configRules;
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        checks = new ControlChecks(options, account.Connection.Account);
    }

    /// <summary>Runs the audit.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">There is no report, or it cannot be read.</exception>
    /// <exception cref="ServiceException">The report was refused.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        AccountReport accountReport = await new CredentialReportSource(account, report, needsPasswords: true)
            .GetAsync(options.ReportTimeLimit, cancellationToken).ConfigureAwait(false);
        ReportMissing(accountReport);
        config = configRules is null ? null : await ConfigComparison.ReadAsync(configRules, account, checks.Comparable(), report, cancellationToken).ConfigureAwait(false);
        await PerUser.LookUpAsync(
            accountReport.Rows.Where(row => options.Includes(row.UserName)).ToList(),
            row => new KeyReference(account.AccountId, row.UserName, AccessKeyId: null),
            row => ResultsAsync(row, accountReport.GeneratedTime, cancellationToken),
            "Checking users",
            report).ConfigureAwait(false);
    }

    /// <summary>What the report does not tell is said: silence would look like a pass.</summary>
    private void ReportMissing(AccountReport accountReport)
    {
        if (options.ConcernsRoot && !accountReport.Rows.Any(row => row.IsRoot))
        {
            report.Warning($"The credential report of account {account.AccountId} has no row for the root user, so that whether it has an access key is unknown.");
        }

        var known = new HashSet<string>(accountReport.Rows.Select(row => row.UserName), StringComparer.OrdinalIgnoreCase);
        foreach (string name in options.NamedUsers.Where(name => !known.Contains(name)))
        {
            report.Failure(CredentialReportFailures.UserNotInReport(new KeyReference(account.AccountId, name, AccessKeyId: null), accountReport.GeneratedTime));
        }
    }

    private async Task<IReadOnlyList<ControlResult>> ResultsAsync(CredentialReportRow row, DateTimeOffset reportTime, CancellationToken cancellationToken)
    {
        var user = CheckedUser.Of(row, CredentialReport);
        IReadOnlyList<ControlResult> results = [];
        try
        {
            user = await WithTagsAsync(user, cancellationToken).ConfigureAwait(false);
            results = checks.Of(user, account.Time.GetUtcNow(), reportTime, config);
            if (row.IsRoot || results.All(result => result.StatusValue != ControlStatus.Fail || result.ControlValue == ComplianceControl.RequiredTags))
            {
                return results;
            }

            CheckedUser confirmed = await ConfirmAsync(user, cancellationToken).ConfigureAwait(false);
            return checks.Of(confirmed, account.Time.GetUtcNow(), reportTime, config);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.NotFound)
        {
            report.Verbose($"User {row.UserName} was deleted since the credential report was made.");
            return [];
        }
        catch (ServiceException problem)
        {
            // What the report says still stands, and is no worse for not being confirmed.
            report.Failure(Failures.Service(problem, new KeyReference(account.AccountId, row.UserName, AccessKeyId: null)));
            return results;
        }
    }

    /// <summary>Tags that cannot be read are an error, and nothing is said of the user: what its limit is, is not known.</summary>
    private async Task<CheckedUser> WithTagsAsync(CheckedUser user, CancellationToken cancellationToken)
    {
        if (!options.ReadsTags || user.Row.IsRoot || !user.ActiveKeys.Any())
        {
            return user;
        }

        UserJournal journal = UserJournal.Read(await account.Identity.ListUserTagsAsync(user.Row.UserName, cancellationToken).ConfigureAwait(false));
        if (journal.Unreadable.Count > 0)
        {
            report.Failure(UserFailures.JournalUnreadable(new KeyReference(account.AccountId, user.Row.UserName, AccessKeyId: null), journal.Unreadable));
        }

        return user.With(journal);
    }

    private async Task<CheckedUser> ConfirmAsync(CheckedUser user, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedKey> listed = await account.Identity.ListAccessKeysAsync(user.Row.UserName, cancellationToken).ConfigureAwait(false);
        var keys = new List<(ListedKey, EvidenceOfUse, string)>();
        foreach (ListedKey key in listed)
        {
            EvidenceOfUse use = ReportedEvidence.For(key, user.Row);
            string source = user.Source;
            if (use.Kind == UseKind.Unknown && key.Status == AccessKeyStatus.Active)
            {
                use = await LastUse.OfAsync(account, key.AccessKeyId, cancellationToken).ConfigureAwait(false);
                source = GetAccessKeyLastUsed;
                if (use.Kind == UseKind.Unknown)
                {
                    report.Failure(Failures.LastUseUnknown(new KeyReference(account.AccountId, user.Row.UserName, key.AccessKeyId), use));
                }
            }

            keys.Add((key, use, source));
        }

        return user.With(keys);
    }
}
