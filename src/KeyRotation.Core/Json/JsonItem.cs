using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Json;

/// <summary>A value of JSON. Members are found without regard to case: AWS writes them in two ways, its API in one and its command line in the other.</summary>
internal sealed class JsonItem
{
    private static readonly IReadOnlyList<JsonItem> None = [];

    private readonly Dictionary<string, JsonItem>? members;
    private readonly List<JsonItem>? items;

    private JsonItem(Dictionary<string, JsonItem>? members, List<JsonItem>? items, string? text, int line)
    {
        this.members = members;
        this.items = items;
        Text = text;
        Line = line;
    }

    /// <summary>A text, a number as it is written, or true or false; null for an object, a list and null.</summary>
    public string? Text { get; }

    /// <summary>The line that it begins on.</summary>
    public int Line { get; }

    public bool IsObject => members is not null;

    /// <summary>The members of an object; none where it is no object.</summary>
    public IEnumerable<KeyValuePair<string, JsonItem>> Members => members ?? Enumerable.Empty<KeyValuePair<string, JsonItem>>();

    /// <summary>The items of a list; none where it is no list.</summary>
    public IReadOnlyList<JsonItem> Items => items ?? None;

    /// <summary>A member of an object; null where there is none.</summary>
    public JsonItem? this[string name] => members is not null && members.TryGetValue(name, out JsonItem? member) ? member : null;

    public static JsonItem OfObject(Dictionary<string, JsonItem> members, int line) => new(members, items: null, text: null, line);

    public static JsonItem OfList(List<JsonItem> items, int line) => new(members: null, items, text: null, line);

    public static JsonItem OfText(string? text, int line) => new(members: null, items: null, text, line);

    public static Dictionary<string, JsonItem> NewMembers() => new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an object has each of the members.</summary>
    public bool Has(params string[] names) => names.All(name => this[name] is not null);

    /// <summary>What is at the end of a path of members; null where it breaks off.</summary>
    public JsonItem? At(params string[] path) => path.Aggregate((JsonItem?)this, (item, name) => item?[name]);

    /// <summary>The text at the end of a path of members; null where there is none, or an empty one.</summary>
    public string? TextAt(params string[] path) => At(path)?.Text is { Length: > 0 } text ? text : null;

    /// <summary>The time at the end of a path of members, UTC; null where there is none.</summary>
    public DateTimeOffset? TimeAt(params string[] path) =>
        TextAt(path) is string text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>All texts in it, however deep.</summary>
    public IEnumerable<JsonItem> Texts() => Text is not null
        ? [this]
        : Items.Concat(members?.Values ?? Enumerable.Empty<JsonItem>()).SelectMany(item => item.Texts());
}
