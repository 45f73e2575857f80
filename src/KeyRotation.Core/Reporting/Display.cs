using System;
using System.Globalization;

namespace KeyRotation;

/// <summary>Ages, times and uses for people, as the views show them.</summary>
public static class Display
{
    private const string Unknown = "unknown";

    /// <summary>An age, e.g. <c>213 days</c> or <c>3 h</c>.</summary>
    /// <param name="age">The age.</param>
    public static string Age(TimeSpan age) =>
        age.TotalDays >= 2 ? string.Format(CultureInfo.InvariantCulture, "{0} days", (int)age.TotalDays)
        : age.TotalHours >= 1 ? string.Format(CultureInfo.InvariantCulture, "{0} h", (int)age.TotalHours)
        : string.Format(CultureInfo.InvariantCulture, "{0} min", Math.Max(0, (int)age.TotalMinutes));

    /// <summary>How long ago a key was last used, e.g. <c>3 h ago</c>, <c>never</c> or <c>unknown</c>.</summary>
    /// <param name="use">The evidence.</param>
    /// <param name="now">When the key was seen.</param>
    public static string LastUsed(EvidenceOfUse? use, DateTimeOffset now) => use?.Kind switch
    {
        UseKind.NeverUsed => "never",
        UseKind.Used => Age(now - use.At!.Value) + " ago",
        _ => Unknown,
    };

    /// <summary>
    /// All that is known of a last use, e.g. <c>2026-11-20 07:12Z (3 h ago), s3 in eu-west-1</c>, <c>never</c> or
    /// <c>unknown: not looked up</c>.
    /// </summary>
    /// <param name="use">The evidence.</param>
    /// <param name="now">When the key was seen.</param>
    public static string Use(EvidenceOfUse? use, DateTimeOffset now) => use?.Kind switch
    {
        UseKind.NeverUsed => "never",
        UseKind.Used => Time(use.At, now)
            + (use.Service is null ? string.Empty : ", " + use.Service)
            + (use.Region is null ? string.Empty : " in " + use.Region),
        _ => use?.Reason is string reason ? Unknown + ": " + reason : Unknown,
    };

    /// <summary>A time, UTC, and how far off it is, e.g. <c>2026-04-21 10:00Z (213 days ago)</c>; an empty text for none.</summary>
    /// <param name="time">The time.</param>
    /// <param name="now">The time that it is compared with.</param>
    public static string Time(DateTimeOffset? time, DateTimeOffset now) => time is not DateTimeOffset at
        ? string.Empty
        : Time(at) + (at <= now ? $" ({Age(now - at)} ago)" : $" (in {Age(at - now)})");

    /// <summary>A time, UTC, e.g. <c>2026-04-21 10:00Z</c>; an empty text for none.</summary>
    /// <param name="time">The time.</param>
    public static string Time(DateTimeOffset? time) => time is DateTimeOffset at && at != default
        ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
        : string.Empty;

    /// <summary>When something is due, e.g. <c>now</c>, <c>in 3 days</c> or an empty text when that is not known.</summary>
    /// <param name="due">When, UTC.</param>
    /// <param name="now">The time that it is compared with.</param>
    public static string Due(DateTimeOffset? due, DateTimeOffset now) =>
        due is not DateTimeOffset time ? string.Empty : time <= now ? "now" : "in " + Age(time - now);

    /// <summary>Whether a key at this stage waits for a person: the views show it in a colour of its own.</summary>
    /// <param name="stage">The stage.</param>
    public static bool NeedsAttention(KeyStage stage) => stage is KeyStage.Stale or KeyStage.Undelivered;
}
