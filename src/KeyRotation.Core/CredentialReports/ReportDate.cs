using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KeyRotation.CredentialReports;

/// <summary>
/// Reads the dates of a report that can be read in one way only: with the year first, as ISO 8601 has it, or with the name of
/// the month and four digits of the year. <c>10/01/2026</c> is a day in January or in October, depending on who wrote it:
/// read wrongly, it would hide a stale key.
/// </summary>
internal static class ReportDate
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    /// <summary>No date is longer, with the weekday and the month in full and a time zone.</summary>
    private const int LongestDate = 64;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Both forms that the service has been seen to give.</summary>
    private static readonly string[] ServiceForms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz"];

    private static readonly Lazy<Regex> YearFirst = new(() => new Regex(
        @"^\d{4}-\d{2}-\d{2}([T ]+\d{1,2}:\d{2}(:\d{2}([.,]\d{1,7})?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?(\d{2})?)?( UTC)?$", Options, TimeLimit));

    private static readonly Lazy<Regex> TimeOfDay = new(() => new Regex(
        @"[ ,T]+\d{1,2}:\d{2}(:\d{2}(\.\d{1,7})?)?( ?[AP]M)?( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?(?=$| )", Options, TimeLimit));

    private static readonly Lazy<Regex> NamedMonth = new(() => new Regex(
        @"^([a-z]{3,9}[ ,]+)?(\d{1,2}[ -]MONTH|MONTH[ -]\d{1,2}),?[ -]\d{4}$".Replace("MONTH", "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"), Options, TimeLimit));

    /// <summary>Reads a date; UTC where it names no time zone, as in every report of the service.</summary>
    /// <param name="text">The field.</param>
    /// <param name="date">The date, in UTC.</param>
    /// <returns>Whether the text is a date that has one meaning.</returns>
    public static bool TryParse(string text, out DateTimeOffset date)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, ServiceForms, CultureInfo.InvariantCulture, Utc, out date)
            || (HasOneMeaning(text) && DateTimeOffset.TryParse(WithoutUtc(text), CultureInfo.InvariantCulture, Utc, out date));
    }

    private static bool HasOneMeaning(string text) => text.Length <= LongestDate && (
        YearFirst.Value.IsMatch(text) || NamedMonth.Value.IsMatch(TimeOfDay.Value.Replace(text, string.Empty, count: 1)));

    /// <summary>.NET knows GMT and Z, and not UTC; all three are what is assumed without them.</summary>
    private static string WithoutUtc(string text) =>
        text.EndsWith("UTC", StringComparison.OrdinalIgnoreCase) ? text.Substring(0, text.Length - "UTC".Length).TrimEnd() : text;
}
