using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace KeyRotation;

/// <summary>Tags that become a text where a table or a CSV file has one cell for them.</summary>
internal sealed class TagTexts : ReadOnlyDictionary<string, string>
{
    public TagTexts(IReadOnlyDictionary<string, string> tags)
        : base(tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal))
    {
    }

    public override string ToString() => string.Join("; ", this.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Key + "=" + tag.Value));
}
