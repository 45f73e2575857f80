using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace KeyRotation.Sandbox.Stores;

/// <summary>Immutable tags, looked up without regard to case unless said otherwise, that equal others with the same keys, as written, and the same values.</summary>
internal sealed class EqualTags : IReadOnlyDictionary<string, string>
{
    private readonly SortedDictionary<string, string> tags;

    public EqualTags(IDictionary<string, string> tags, IComparer<string>? comparer = null) =>
        this.tags = new(tags, comparer ?? StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Keys => tags.Keys;

    public IEnumerable<string> Values => tags.Values;

    public int Count => tags.Count;

    public string this[string key] => tags[key];

    public bool ContainsKey(string key) => tags.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => tags.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => tags.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => tags.GetEnumerator();

    public override bool Equals(object? obj) => obj is EqualTags other && tags.SequenceEqual(other.tags);

    public override int GetHashCode() => tags.Count;
}
