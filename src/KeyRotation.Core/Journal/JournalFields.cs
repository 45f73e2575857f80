using System;
using System.Collections.Generic;
using System.Globalization;

namespace KeyRotation.Journal;

/// <summary>
/// The common form of the journal's values: a word, then <c>name=value</c> fields, all parted by one space.
/// A value without the field <c>v</c> is of version 1, the only one there is. What is not understood is an
/// error and never a default: the journal decides what may be deleted.
/// </summary>
internal sealed class JournalFields
{
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private readonly string text;

    private JournalFields(string text) => this.text = text;

    public string Word { get; private set; } = string.Empty;

    public static JournalFields Parse(string text)
    {
        var result = new JournalFields(text);
        string[] parts = text.Split(' ');
        result.Word = parts[0];
        for (int index = 1; index < parts.Length; index++)
        {
            int equals = parts[index].IndexOf('=');
            if (equals <= 0 || equals == parts[index].Length - 1)
            {
                throw new FormatException($"'{parts[index]}' is not of the form name=value in '{text}'.");
            }

            string name = parts[index].Substring(0, equals);
            if (result.fields.ContainsKey(name))
            {
                throw new FormatException($"'{name}' is given twice in '{text}'.");
            }

            result.fields.Add(name, parts[index].Substring(equals + 1));
        }

        return result;
    }

    public static string Time(DateTimeOffset time) => IsoTime.Of(time);

    public static DateTimeOffset ParseTime(string value, string text) =>
        DateTimeOffset.TryParseExact(value, IsoTime.Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new FormatException($"'{value}' is not a UTC time like 2026-01-31T07:00:00Z in '{text}'.");

    public string? Take(string name)
    {
        if (!fields.TryGetValue(name, out string? value))
        {
            return null;
        }

        fields.Remove(name);
        return value;
    }

    public DateTimeOffset TakeTime(string name) =>
        ParseTime(Take(name) ?? throw new FormatException($"'{name}=' is missing in '{text}'."), text);

    public void ExpectNothingMore()
    {
        string? version = Take("v");
        if (version is not null && version != "1")
        {
            throw new FormatException($"version {version} is not known to this release in '{text}'.");
        }

        foreach (string name in fields.Keys)
        {
            throw new FormatException($"'{name}' is not known in '{text}'.");
        }
    }
}
