using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.CredentialReports;

/// <summary>Gets an account's credential report: asks for one, waits until it is made, reads it.</summary>
internal sealed class CredentialReportSource
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(4);

    private readonly AccountSession account;
    private readonly IReport report;
    private readonly bool needsPasswords;

    public CredentialReportSource(AccountSession account, IReport report, bool needsPasswords = false)
    {
        this.account = account;
        this.report = report;
        this.needsPasswords = needsPasswords;
    }

    /// <summary>
    /// The report; or all users, with a warning, where the signer may not have a report made but may list users: then AWS has
    /// to be asked user by user.
    /// </summary>
    public async Task<(AccountReport? Report, IReadOnlyList<IamUser> Users)> GetOrListUsersAsync(TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        ServiceException denial;
        try
        {
            return (await GetAsync(timeLimit, cancellationToken).ConfigureAwait(false), []);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.AccessDenied)
        {
            denial = problem;
        }

        try
        {
            IReadOnlyList<IamUser> users = await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false);
            report.Warning(
                $"{denial.Action} is denied, so that there is no credential report of account {account.AccountId}: every user is asked for instead, at one call or more each, and keys of the root user are not seen. "
                + $"Allow {denial.Action}.");
            return (null, users);
        }
        catch (ServiceException problem) when (problem.Kind == ServiceErrorKind.AccessDenied)
        {
            throw denial;
        }
    }

    public async Task<AccountReport> GetAsync(TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        CredentialReportDocument document = await WaitForAsync(timeLimit, cancellationToken).ConfigureAwait(false);
        TimeSpan age = account.Time.GetUtcNow() - document.GeneratedTime;
        if (age > KeptFor)
        {
            report.Warning(
                $"The credential report of account {account.AccountId} says that it was generated at {document.GeneratedTime:u}, more than four hours ago. "
                + "The keys that it flags are confirmed directly; a key that it does not show is missed. Use -Live to ask for every key.");
        }

        return new AccountReport(document.GeneratedTime, Read(document, cancellationToken));
    }

    private List<CredentialReportRow> Read(CredentialReportDocument document, CancellationToken cancellationToken)
    {
        var rows = new List<CredentialReportRow>();
        try
        {
            using var content = new MemoryStream(document.Content, writable: false);
            foreach (CredentialReportEntry entry in CredentialReportReader.Read(content, needsPasswords, cancellationToken))
            {
                if (entry.Row is CredentialReportRow row)
                {
                    rows.Add(row);
                }
                else
                {
                    report.Failure(CredentialReportFailures.LiveReportRowUnreadable(account.AccountId, entry.Problem!));
                }
            }

            return rows;
        }
        catch (InvalidDataException problem)
        {
            throw CredentialReportFailures.ReportUnreadable($"the credential report of account {account.AccountId}", problem);
        }
    }

    private async Task<CredentialReportDocument> WaitForAsync(TimeSpan timeLimit, CancellationToken cancellationToken)
    {
        long begun = account.Time.GetTimestamp();
        TimeSpan wait = FirstWait;
        while (true)
        {
            ReportState state = await account.Identity.GenerateCredentialReportAsync(cancellationToken).ConfigureAwait(false);
            if (state == ReportState.Complete && await TryGetAsync(cancellationToken).ConfigureAwait(false) is CredentialReportDocument document)
            {
                return document;
            }

            if (account.Time.GetElapsedTime(begun) + wait > timeLimit)
            {
                throw CredentialReportFailures.ReportNotCompleted(account.AccountId, timeLimit);
            }

            report.Progress(new WorkProgress("Credential report", "AWS is generating it", Done: 0, Total: 0));
            await account.Time.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
        }
    }

    private async Task<CredentialReportDocument?> TryGetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await account.Identity.GetCredentialReportAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem) when (problem.Kind is ServiceErrorKind.ReportInProgress or ServiceErrorKind.ReportMissing)
        {
            return null;
        }
    }
}

/// <summary>A credential report that was read.</summary>
/// <param name="GeneratedTime">When AWS generated it, UTC.</param>
/// <param name="Rows">Its users.</param>
internal sealed record AccountReport(DateTimeOffset GeneratedTime, IReadOnlyList<CredentialReportRow> Rows);
