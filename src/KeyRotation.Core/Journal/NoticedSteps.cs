using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Journal;

/// <summary>
/// Which warnings of steps ahead were sent for the keys of a user: the value of <c>keyrotation:noticed</c>. A key is named by the second in which it was created,
/// because a credential report shows no ids.
/// </summary>
internal sealed class NoticedSteps
{
    /// <summary>A user has two keys; their former ones may still be in the record.</summary>
    private const int MostKeys = 4;

    private const string KeyFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string DayFormat = "yyyyMMdd";

    private readonly IReadOnlyList<Entry> entries;

    private NoticedSteps(IReadOnlyList<Entry> entries) => this.entries = entries;

    /// <summary>The record of a user without a warning.</summary>
    public static NoticedSteps None { get; } = new([]);

    /// <summary>Reads the value of the tag: <c>CREATED/STEP/DUEDAY=DAYS</c>, parted by one space.</summary>
    /// <exception cref="FormatException">The value is not of that form.</exception>
    public static NoticedSteps Parse(string value) => new(value.Split(' ').Select(part => ParseEntry(part, value)).ToList());

    /// <summary>
    /// Whether a warning was sent: for the same key and step, at the same number of days or a smaller one. A due day that has moved by more than the
    /// largest number of days, as when an exemption is renewed, is another due day.
    /// </summary>
    public bool Has(DateTimeOffset created, string step, DateTimeOffset due, int days, int largest) => entries.Any(entry =>
        entry.Created == Second(created) && entry.Step == step && entry.Days <= days && Math.Abs((entry.DueDay - due.UtcDateTime.Date).TotalDays) <= largest);

    /// <summary>The record with one more warning. Of each key the last one counts.</summary>
    public NoticedSteps With(DateTimeOffset created, string step, DateTimeOffset due, int days) => new(entries
        .Where(entry => entry.Created != Second(created))
        .OrderByDescending(entry => entry.Created)
        .Take(MostKeys - 1)
        .Append(new Entry(Second(created), step, due.UtcDateTime.Date, days))
        .ToList());

    public string ToTagValue() => string.Join(" ", entries.Select(entry => string.Format(
        CultureInfo.InvariantCulture,
        "{0:" + KeyFormat + "}/{1}/{2:" + DayFormat + "}={3}",
        entry.Created,
        entry.Step,
        entry.DueDay,
        entry.Days)));

    private static Entry ParseEntry(string part, string value)
    {
        string[] fields = part.Split('/', '=');
        return fields.Length == 4
            && part.IndexOf('=') == part.LastIndexOf('/') + 1 + DayFormat.Length
            && DateTime.TryParseExact(fields[0], KeyFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime created)
            && fields[1].Length > 0
            && DateTime.TryParseExact(fields[2], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int days)
                ? new Entry(created, fields[1], day, days)
                : throw new FormatException($"'{part}' is not of the form CREATED/STEP/DUEDAY=DAYS in '{value}'.");
    }

    private static DateTime Second(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

    private sealed record Entry(DateTime Created, string Step, DateTime DueDay, int Days);
}
