using System;
using System.Globalization;

namespace KeyRotation.Journal;

/// <summary>Keeps a user out of rotation: the value of <c>keyrotation:exempt</c>, written by people.</summary>
/// <param name="Until">The last day of the exemption, UTC.</param>
/// <param name="Reason">Why; everything after <c>reason=</c>.</param>
public sealed record Exemption(DateTimeOffset Until, string Reason)
{
    private const string UntilName = "until=";
    private const string ReasonName = " reason=";

    /// <summary>Reads the value of the tag: <c>until=2027-01-31 reason=any text</c>.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="FormatException">The value is not of that form, or gives no reason.</exception>
    public static Exemption Parse(string value)
    {
        int reason = value.IndexOf(ReasonName, StringComparison.Ordinal);
        if (!value.StartsWith(UntilName, StringComparison.Ordinal) || reason < 0 || reason + ReasonName.Length == value.Length)
        {
            throw new FormatException($"'{value}' is not of the form 'until=2027-01-31 reason=why'.");
        }

        string day = value.Substring(UntilName.Length, reason - UntilName.Length);
        return DateTimeOffset.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until)
            ? new Exemption(until, value.Substring(reason + ReasonName.Length))
            : throw new FormatException($"'{day}' is not a day like 2027-01-31 in '{value}'.");
    }

    /// <summary>The exemption of the members of an IAM group, for as long as they are members.</summary>
    /// <param name="groupName">The group.</param>
    internal static Exemption OfGroup(string groupName) => new(DateTimeOffset.MaxValue, $"member of the IAM group {groupName}") { IsByGroup = true };

    /// <summary>Whether a group and not a day decides.</summary>
    internal bool IsByGroup { get; private init; }

    /// <summary>The exemption in words, e.g. <c>until 2027-01-31: vendor</c>.</summary>
    internal string Text => IsByGroup ? $"as {Reason}" : $"until {Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Reason}";

    /// <summary>Whether the exemption counts: to the end of its last day, UTC.</summary>
    /// <param name="now">AWS's time.</param>
    public bool CountsAt(DateTimeOffset now) => now < Until.Plus(TimeSpan.FromDays(1));
}
