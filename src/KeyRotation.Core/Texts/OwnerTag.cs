using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation;

/// <summary>Whom a key belongs to, by the tags of its user.</summary>
internal static class OwnerTag
{
    /// <summary>Names of tags that say it, the most telling first; without regard to case and to what is between the words.</summary>
    private static readonly string[] Names = ["owner", "owneremail", "ownedby", "contact", "team"];

    /// <summary>The owner; null where no tag says it.</summary>
    public static string? Of(IReadOnlyDictionary<string, string>? tags) => NameIn(tags) is string name ? tags![name] : null;

    /// <summary>The name of the tag that says it; null where none does.</summary>
    public static string? NameIn(IReadOnlyDictionary<string, string>? tags) => Names
        .SelectMany(name => (tags ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(tag => tag.Key, StringComparer.Ordinal).Where(tag => Plain(tag.Key) == name))
        .Where(tag => tag.Value.Length > 0)
        .Select(tag => tag.Key)
        .FirstOrDefault();

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
