using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Export.Content;

/// <summary>Whom a key belongs to, by the tags of its user.</summary>
internal static class OwnerTag
{
    /// <summary>Names of tags that say it, the most telling first; without regard to case and to what is between the words.</summary>
    private static readonly string[] Names = ["owner", "owneremail", "ownedby", "contact", "team"];

    /// <summary>The owner; null where no tag says it.</summary>
    public static string? Of(ReportKey key) => Names
        .SelectMany(name => (key.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(tag => tag.Key, StringComparer.Ordinal).Where(tag => Plain(tag.Key) == name))
        .Select(tag => tag.Value)
        .FirstOrDefault(value => value.Length > 0);

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
