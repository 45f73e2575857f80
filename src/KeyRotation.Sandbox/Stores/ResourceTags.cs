using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Sandbox.Stores;

/// <summary>The tags of what regional services hold: unlike those of a user, their keys are taken with regard to case.</summary>
internal static class ResourceTags
{
    private const int Most = 50;

    /// <summary>Sets all of the tags, or none.</summary>
    /// <exception cref="AwsErrorException">One is not allowed, or they are too many.</exception>
    public static void Set(
        SortedDictionary<string, string> tags,
        IReadOnlyList<KeyValuePair<string, string>> wanted,
        Func<string, AwsErrorException> invalid,
        Func<AwsErrorException> tooMany)
    {
        foreach (var (key, value) in wanted)
        {
            if (key.Length is 0 or > 128 || value.Length > 256 || !IsTagText(key) || !IsTagText(value))
            {
                throw invalid("Tag keys have 1 to 128 and values 0 to 256 characters: letters, digits, spaces and _ . : / = + - @.");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw invalid("Tag keys beginning with 'aws:' are reserved for AWS use. They cannot be added, edited or removed.");
            }
        }

        if (wanted.Select(tag => tag.Key).Distinct(StringComparer.Ordinal).Count() < wanted.Count)
        {
            throw invalid("Duplicate tag keys found.");
        }

        if (tags.Keys.Union(wanted.Select(tag => tag.Key), StringComparer.Ordinal).Count() > Most)
        {
            throw tooMany();
        }

        foreach (var (key, value) in wanted)
        {
            tags[key] = value;
        }
    }

    private static bool IsTagText(string text) =>
        Regex.IsMatch(text, @"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
