using System;
using System.Collections.Generic;
using KeyRotation.CredentialReports;

namespace KeyRotation.Audit;

/// <summary>What an audit looks for, and where.</summary>
public sealed record AuditOptions
{
    /// <summary>The least that a tag can say.</summary>
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>What makes a key stale.</summary>
    public required StaleRule Rule { get; init; }

    /// <summary>Which users are looked at, by name; all when null. IAM ignores the case of user names.</summary>
    public Func<string, bool>? MatchesUserName { get; init; }

    /// <summary>Users that were named in full: each is looked up directly when the credential report does not know it.</summary>
    public IReadOnlyCollection<string> NamedUsers { get; init; } = [];

    /// <summary>Asks for every key directly instead of starting from the credential report, which may be four hours old.</summary>
    public bool Live { get; init; }

    /// <summary>Also gives inactive keys that the rule would call stale.</summary>
    public bool IncludeInactive { get; init; }

    /// <summary>Reads the tags of each user with a stale key, at one call each: its own, and whether it is exempt or being rotated.</summary>
    public bool IncludeTags { get; init; }

    /// <summary>Whether the tag <c>keyrotation:days</c> makes the age shorter for its user, at one call for each user with an active key. Default: false.</summary>
    public bool DaysByTag { get; init; }

    /// <summary>How long to wait for the credential report. Default: 5 minutes.</summary>
    public TimeSpan ReportTimeLimit { get; init; } = TimeSpan.FromMinutes(5);

    internal bool Includes(string userName) => MatchesUserName is null || MatchesUserName(userName);

    /// <summary>Whether a key of a report has to be looked at. One whose creation the report does not tell has to: it may be of any age.</summary>
    internal bool Concerns(ReportedKey? key, DateTimeOffset now) => Concerns(key, Rule, now);

    internal bool Concerns(ReportedKey? key, StaleRule rule, DateTimeOffset now) =>
        key is not null
        && Includes(key.Status)
        && (key.CreateDate is null || rule.IsStale(key.CreateDate.Value, key.LastUsed, now));

    /// <summary>Whether a key may be stale when the tags of its user are read.</summary>
    internal bool MayConcern(ReportedKey key, DateTimeOffset now) =>
        Concerns(key, DaysByTag && Rule.OlderThan > OneDay ? Rule with { OlderThan = OneDay } : Rule, now);

    internal bool Includes(AccessKeyStatus status) => status == AccessKeyStatus.Active || IncludeInactive;
}
