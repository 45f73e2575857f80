using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Delivery.Files;

/// <summary>A value of JSON and where it stands in its text, so that it can be replaced there.</summary>
internal sealed class JsonValueInText
{
    private readonly List<JsonMemberInText>? members;

    public JsonValueInText(int start, int end, string? text, List<JsonMemberInText>? members, IReadOnlyList<JsonValueInText> items)
    {
        Start = start;
        End = end;
        Text = text;
        this.members = members;
        Items = items;
    }

    public int Start { get; }

    /// <summary>Behind its last character.</summary>
    public int End { get; }

    /// <summary>A text; null for everything else.</summary>
    public string? Text { get; }

    public bool IsObject => members is not null;

    /// <summary>The members of an object, in their order; none where it is no object.</summary>
    public IReadOnlyList<JsonMemberInText> Members => members ?? [];

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<JsonValueInText> Items { get; }

    /// <summary>A member of an object; null where there is none.</summary>
    public JsonValueInText? this[string name] => members?.Find(member => string.Equals(member.Name, name, StringComparison.Ordinal))?.Value;

    /// <summary>All texts in it, however deep.</summary>
    public IEnumerable<string> Texts() => Text is not null
        ? [Text]
        : Items.Concat(Members.Select(member => member.Value)).SelectMany(value => value.Texts());
}

/// <summary>A member of an object. A class and not a record: nothing prints a secret.</summary>
internal sealed class JsonMemberInText
{
    public JsonMemberInText(string name, int gapStart, int start, JsonValueInText value)
    {
        Name = name;
        GapStart = gapStart;
        Start = start;
        Value = value;
    }

    public string Name { get; }

    /// <summary>Behind the brace or comma before it: where the white space before its name begins.</summary>
    public int GapStart { get; }

    /// <summary>Where its name begins.</summary>
    public int Start { get; }

    public JsonValueInText Value { get; }
}
