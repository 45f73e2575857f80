using System;
using System.Collections.Generic;

namespace KeyRotation.CredentialReports;

/// <summary>One user of a credential report.</summary>
/// <param name="UserName">The user, or <see cref="RootUserName"/>.</param>
/// <param name="Arn">The ARN.</param>
/// <param name="FirstKey">Access key 1; null when there is none. The numbers are not in the order of creation.</param>
/// <param name="SecondKey">Access key 2; null when there is none.</param>
public sealed record CredentialReportRow(string UserName, string Arn, ReportedKey? FirstKey, ReportedKey? SecondKey)
{
    /// <summary>What the report calls the root user, whose key no API call of ours can rotate.</summary>
    public const string RootUserName = KeyReference.RootUserName;

    /// <summary>The console password; null when it was not asked for.</summary>
    public ReportedPassword? Password { get; init; }

    /// <summary>Whether this is the root user.</summary>
    public bool IsRoot => UserName == RootUserName;

    /// <summary>The keys that the row has, in the order of their numbers.</summary>
    public IEnumerable<ReportedKey> Keys
    {
        get
        {
            if (FirstKey is not null)
            {
                yield return FirstKey;
            }

            if (SecondKey is not null)
            {
                yield return SecondKey;
            }
        }
    }

    /// <summary>The account, from the ARN.</summary>
    public string AccountId => AccountIdOf(Arn);

    internal static string AccountIdOf(string arn)
    {
        string[] parts = arn.Split(':');
        return parts.Length > 4 ? parts[4] : string.Empty;
    }
}

/// <summary>One key of a credential report, which holds no key ids.</summary>
/// <param name="Number">1 or 2: the number in the names of the report's columns.</param>
/// <param name="IsActive">Whether it signs requests.</param>
/// <param name="CreateDate">When it was created, to the second (the column <c>last_rotated</c>); null when the report does not say.</param>
/// <param name="LastUsed">Evidence of its last use.</param>
public sealed record ReportedKey(int Number, bool IsActive, DateTimeOffset? CreateDate, EvidenceOfUse LastUsed)
{
    /// <summary>The status as IAM would give it.</summary>
    public AccessKeyStatus Status => IsActive ? AccessKeyStatus.Active : AccessKeyStatus.Inactive;
}

/// <summary>The console password of a row of a credential report.</summary>
/// <param name="IsEnabled">Whether the user can sign in to the console; false for the root user, whose row does not say.</param>
/// <param name="LastUsed">When it was last used, UTC; null when never, or before AWS kept track (<c>no_information</c>).</param>
/// <param name="LastChanged">When it was last set, UTC; null when there is none.</param>
public sealed record ReportedPassword(bool IsEnabled, DateTimeOffset? LastUsed, DateTimeOffset? LastChanged);
