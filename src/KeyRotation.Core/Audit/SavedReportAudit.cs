using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace KeyRotation.Audit;

/// <summary>
/// Finds stale keys in a credential report that somebody saved. Such a report holds no key ids, so its keys can
/// be looked at and not acted on.
/// </summary>
public sealed class SavedReportAudit
{
    private readonly AuditOptions options;
    private readonly IReport report;
    private readonly TimeProvider time;

    /// <summary>Prepares an audit.</summary>
    /// <param name="options">What to look for.</param>
    /// <param name="time">The time to measure ages by: a saved report does not say when it was made.</param>
    /// <param name="report">Receives <see cref="AccessKey"/> objects without key ids.</param>
    public SavedReportAudit(AuditOptions options, TimeProvider time, IReport report)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.time = time ?? throw new ArgumentNullException(nameof(time));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Audits one report.</summary>
    /// <param name="text">The report.</param>
    /// <param name="name">How messages name it, e.g. its path.</param>
    /// <exception cref="KeyRotationException">The text is not a credential report.</exception>
    public async Task RunAsync(TextReader text, string name)
    {
        DateTimeOffset now = time.GetUtcNow();
        using IEnumerator<CredentialReportRow> rows = CredentialReportReader.Read(text).GetEnumerator();
        while (Next(rows, name))
        {
            if (options.Includes(rows.Current.UserName))
            {
                foreach (ReportedKey key in KeysOf(rows.Current, options, now))
                {
                    await report.ResultAsync(Describe(rows.Current, key, options, now, connection: null, reportTime: null)).ConfigureAwait(false);
                }
            }
        }
    }

    internal static IEnumerable<ReportedKey> KeysOf(CredentialReportRow row, AuditOptions options, DateTimeOffset now) =>
        new[] { row.FirstKey, row.SecondKey }
            .OfType<ReportedKey>()
            .Where(key => options.Includes(key.Status))
            .Where(key => key.CreateDate is DateTimeOffset created && options.Rule.ReasonFor(created, key.LastUsed, now) is not null);

    internal static AccessKey Describe(
        CredentialReportRow row,
        ReportedKey key,
        AuditOptions options,
        DateTimeOffset now,
        ConnectionOptions? connection,
        DateTimeOffset? reportTime) =>
        new(new KeyReference(row.AccountId, row.UserName, AccessKeyId: null), key.Status, key.CreateDate!.Value, now, connection)
        {
            LastUsed = key.LastUsed,
            Stage = key.IsActive ? KeyStage.Stale : KeyStage.Quarantined,
            Reason = options.Rule.ReasonFor(key.CreateDate.Value, key.LastUsed, now),
            UserArn = row.Arn,
            ReportTime = reportTime,
        };

    private static bool Next(IEnumerator<CredentialReportRow> rows, string name)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (InvalidDataException problem)
        {
            throw Failures.ReportUnreadable(name, problem);
        }
    }
}
