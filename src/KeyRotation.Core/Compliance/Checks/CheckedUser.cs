using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.CredentialReports;
using KeyRotation.Journal;

namespace KeyRotation.Compliance.Checks;

/// <summary>A user as the checks see it: a row of a report, its keys confirmed where they were listed.</summary>
internal sealed class CheckedUser
{
    private const string ListAccessKeys = "iam:ListAccessKeys";

    private CheckedUser(CredentialReportRow row, string source, IReadOnlyList<CheckedKey> keys)
    {
        Row = row;
        Source = source;
        Keys = keys;
    }

    public CredentialReportRow Row { get; }

    /// <summary>Where the row comes from.</summary>
    public string Source { get; }

    public IReadOnlyList<CheckedKey> Keys { get; }

    /// <summary>What the user's tags say; null where they were not read.</summary>
    public UserJournal? Journal { get; private init; }

    public IEnumerable<CheckedKey> ActiveKeys => Keys.Where(key => key.Status == AccessKeyStatus.Active);

    public bool HasPassword => Row.Password?.IsEnabled == true;

    public static CheckedUser Of(CredentialReportRow row, string source) => new(
        row,
        source,
        row.Keys.Select(key => new CheckedKey($"access_key_{key.Number}", AccessKeyId: null, key.Status, key.CreateDate, key.LastUsed, source, source)).ToList());

    /// <summary>The same user with its tags.</summary>
    public CheckedUser With(UserJournal journal) => new(Row, Source, Keys) { Journal = journal };

    /// <summary>The same user with the keys that AWS lists now.</summary>
    public CheckedUser With(IEnumerable<(ListedKey Key, EvidenceOfUse LastUsed, string UseSource)> listed) => new(
        Row,
        Source,
        listed.Select(item => new CheckedKey(item.Key.AccessKeyId, item.Key.AccessKeyId, item.Key.Status, item.Key.CreateDate, item.LastUsed, ListAccessKeys, item.UseSource)).ToList())
    {
        Journal = Journal,
    };
}

/// <summary>A key as the checks see it.</summary>
/// <param name="Name">How evidence names it: its id, or the report's <c>access_key_1</c>.</param>
/// <param name="AccessKeyId">Its id; null where only the report tells of it.</param>
/// <param name="Status">Active or not.</param>
/// <param name="CreateDate">When it was created; null when the report does not say.</param>
/// <param name="LastUsed">Evidence of its last use.</param>
/// <param name="Source">Where status and date come from.</param>
/// <param name="UseSource">Where the evidence of use comes from.</param>
internal sealed record CheckedKey(string Name, string? AccessKeyId, AccessKeyStatus Status, DateTimeOffset? CreateDate, EvidenceOfUse LastUsed, string Source, string UseSource)
{
    public bool IsActive => Status == AccessKeyStatus.Active;

    /// <summary>Since when it is quiet: its last use, or its creation where it was never used; null when that is not known.</summary>
    public DateTimeOffset? QuietSince => LastUsed.Kind switch
    {
        UseKind.Used => LastUsed.At,
        UseKind.NeverUsed => CreateDate,
        _ => null,
    };
}
