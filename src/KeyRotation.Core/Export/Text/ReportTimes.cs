using System;
using System.Globalization;

namespace KeyRotation.Export;

/// <summary>Times and ages as reports write them.</summary>
internal static class ReportTimes
{
    /// <summary>ISO 8601, UTC, to the second: what Security Hub takes, too.</summary>
    public static string Iso(DateTimeOffset time) => IsoTime.Of(time);

    public static string? Iso(DateTimeOffset? time) => time is DateTimeOffset known ? Iso(known) : null;

    /// <summary>For people, e.g. <c>2026-11-20 07:00 UTC</c>.</summary>
    public static string Readable(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Days with one decimal, e.g. <c>213.4</c>.</summary>
    public static double Days(double days) => Math.Round(days, 1);
}
