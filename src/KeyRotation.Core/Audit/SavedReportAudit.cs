using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.CredentialReports;

namespace KeyRotation.Audit;

/// <summary>
/// Finds stale keys in a credential report that somebody saved. Such a report holds no key ids, so its keys can
/// be looked at and not acted on.
/// </summary>
public sealed class SavedReportAudit : ISavedReportCheck
{
    private readonly AuditOptions options;
    private readonly DateTimeOffset now;

    /// <summary>Prepares an audit.</summary>
    /// <param name="options">What to look for.</param>
    /// <param name="time">The time to measure ages by: a saved report does not say when it was made.</param>
    public SavedReportAudit(AuditOptions options, TimeProvider time)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        now = (time ?? throw new ArgumentNullException(nameof(time))).GetUtcNow();
    }

    /// <inheritdoc />
    public bool NeedsPasswords => false;

    /// <inheritdoc />
    public DateTimeOffset Time => now;

    /// <inheritdoc />
    public IReadOnlyCollection<string> NamedUsers => options.NamedUsers;

    /// <inheritdoc />
    public bool Includes(string userName) => options.Includes(userName);

    /// <inheritdoc />
    public IEnumerable<IResult> Check(CredentialReportRow row, string name, IReport report)
    {
        if (row is null)
        {
            throw new ArgumentNullException(nameof(row));
        }

        ReportUnknownAges(row, options, report);
        return KeysOf(row, options, now).Select(key => Describe(row, key, options, now, connection: null, reportTime: null));
    }

    /// <inheritdoc />
    public void End(string name, IReadOnlyCollection<string> withoutRoot, IReport report)
    {
    }

    internal static IEnumerable<ReportedKey> KeysOf(CredentialReportRow row, AuditOptions options, DateTimeOffset now) =>
        row.Keys
            .Where(key => key.CreateDate is not null && options.Concerns(key, now));

    /// <summary>An active key without a date can be of any age: that is said, and never passed over.</summary>
    internal static void ReportUnknownAges(CredentialReportRow row, AuditOptions options, IReport report)
    {
        foreach (ReportedKey key in row.Keys.Where(key => key.CreateDate is null && options.Includes(key.Status)))
        {
            report.Failure(CredentialReportFailures.AgeUnknown(new KeyReference(row.AccountId, row.UserName, AccessKeyId: null), key));
        }
    }

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
            StageValue = key.IsActive ? KeyStage.Stale : KeyStage.Quarantined,
            Reason = options.Rule.ReasonFor(key.CreateDate.Value, key.LastUsed, now),
            KeyNumber = key.Number,
            UserArn = row.Arn,
            ReportTime = reportTime,
        };
}
