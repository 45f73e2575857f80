using System;
using System.Globalization;

namespace KeyRotation;

/// <summary>Ages and times for people, as the views show them.</summary>
public static class Display
{
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
        _ => "unknown",
    };

    /// <summary>When a step is due, e.g. <c>now</c>, <c>in 3 days</c> or an empty text when that is not known.</summary>
    /// <param name="due">When, UTC.</param>
    /// <param name="now">When the key was seen.</param>
    public static string Due(DateTimeOffset? due, DateTimeOffset now) =>
        due is not DateTimeOffset time ? string.Empty : time <= now ? "now" : "in " + Age(time - now);
}
