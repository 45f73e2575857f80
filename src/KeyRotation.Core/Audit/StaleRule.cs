using System;
using System.Globalization;
using KeyRotation.Journal;

namespace KeyRotation.Audit;

/// <summary>
/// What makes a key stale. CIS AWS Foundations asks for keys to be rotated every 90 days, and for credentials
/// unused for 45 days (90 before version 1.4) to be disabled. A key is stale from the full number of days on:
/// 90 days are 90 times 24 hours, and the 90th day's end counts.
/// </summary>
/// <param name="OlderThan">From which age on; null when age does not matter.</param>
/// <param name="UnusedFor">From how long without use on; null when use does not matter. A key that was never used counts from its creation.</param>
public sealed record StaleRule(TimeSpan? OlderThan, TimeSpan? UnusedFor)
{
    /// <summary>Whether a key is stale.</summary>
    /// <param name="created">When the key was created.</param>
    /// <param name="use">Evidence of its last use. Unknown evidence never makes a key unused.</param>
    /// <param name="now">AWS's time.</param>
    public bool IsStale(DateTimeOffset created, EvidenceOfUse use, DateTimeOffset now) =>
        IsOld(now - created) || IsUnused(created, use, now);

    /// <summary>Why a key is stale, or null when it is not.</summary>
    /// <param name="created">When the key was created.</param>
    /// <param name="use">Evidence of its last use. Unknown evidence never makes a key unused.</param>
    /// <param name="now">AWS's time.</param>
    public string? ReasonFor(DateTimeOffset created, EvidenceOfUse use, DateTimeOffset now)
    {
        TimeSpan age = now - created;
        string? old = IsOld(age) ? $"{Days(age)} old" : null;
        string? unused = !IsUnused(created, use, now) ? null
            : use.Kind == UseKind.NeverUsed ? $"never used in {Days(age)}"
            : $"unused for {Days(now - use.At!.Value)}";
        return old is null ? unused : unused is null ? old : old + ", " + unused;
    }

    /// <summary>The rule for one user, whose tags may make the age shorter.</summary>
    internal StaleRule For(UserJournal journal) => OlderThan is TimeSpan limit ? this with { OlderThan = journal.LimitWithin(limit) } : this;

    private static string Days(TimeSpan span) => string.Format(CultureInfo.InvariantCulture, "{0} days", (int)span.TotalDays);

    private bool IsOld(TimeSpan age) => age >= OlderThan;

    private bool IsUnused(DateTimeOffset created, EvidenceOfUse use, DateTimeOffset now) => use.Kind switch
    {
        UseKind.NeverUsed => now - created >= UnusedFor,
        UseKind.Used => now - use.At!.Value >= UnusedFor,
        _ => false,
    };
}
