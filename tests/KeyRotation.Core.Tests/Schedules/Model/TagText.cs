using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>The value of a tag of the journal, read without the module's own parser: what that one gets wrong has to show.</summary>
internal sealed class TagText
{
    private static readonly TimeSpan RunsForAtMost = TimeSpan.FromMinutes(15);
    private readonly string[] words;
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);

    private TagText(string value)
    {
        string[] parts = value.Split(' ');
        words = parts.Where(part => !part.Contains('=', StringComparison.Ordinal)).ToArray();
        foreach (string[] field in parts.Select(part => part.Split('=', 2)).Where(field => field.Length == 2))
        {
            fields.TryAdd(field[0], field[1]);
        }
    }

    /// <summary>What a tag of a key says; null when the user has none.</summary>
    public static TagText? OfKey(IReadOnlyDictionary<string, string> tags, string accessKeyId) => Of(tags, "keyrotation:" + accessKeyId);

    public static TagText? OfPending(IReadOnlyDictionary<string, string> tags) => Of(tags, "keyrotation:pending");

    public static TagText Read(string value) => new(value);

    /// <summary>The first word: a stage, or what is under way.</summary>
    public string Stage => words.FirstOrDefault() ?? string.Empty;

    /// <summary>The old key of a rotation that is under way.</summary>
    public string? OldKey => words.ElementAtOrDefault(1);

    public string? Field(string name) => fields.GetValueOrDefault(name);

    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParseExact(Field(name), ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>Whether the rotation of this entry is long over.</summary>
    public bool IsOverAt(DateTimeOffset now) => Time("at") is DateTimeOffset at && now - at >= RunsForAtMost;

    /// <summary>Whether the exemption counts, to the end of its last day.</summary>
    public bool ExemptsAt(DateTimeOffset now) => Time("until") is DateTimeOffset until && now.UtcDateTime.Date <= until.UtcDateTime.Date;

    private static TagText? Of(IReadOnlyDictionary<string, string> tags, string tag) => tags.TryGetValue(tag, out string? value) ? new TagText(value) : null;
}
