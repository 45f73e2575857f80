using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Sightings;

/// <summary>Ids of access keys in a text. Nothing else of the text is kept: the secret often stands beside the id.</summary>
internal static class KeyIdText
{
    /// <summary>No id is longer. Pieces of a text overlap by as much, so that none is cut.</summary>
    public const int Length = 20;

    private const string TemporaryPrefix = "ASIA";

    /// <summary>AWS's documentation has its examples end so.</summary>
    private const string ExampleEnd = "EXAMPLE";

    /// <summary>A letter behind a backslash or two digits behind a percent sign are an escaped character, and no part of the id.</summary>
    private static readonly Regex Form = new(
        @"((?<![A-Za-z0-9_])|(?<=\\[nrt])|(?<=%[0-9A-F]{2}))A(KI|SI)A[A-Z2-7]{16}(?![A-Za-z0-9_])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(5));

    /// <summary>The ids in a text, each once, in their order.</summary>
    public static IEnumerable<string> In(string? text)
    {
        // Most lines have none, and are passed over before the expression looks at each of their characters.
        if (text is null || (text.IndexOf("AKIA", StringComparison.Ordinal) < 0 && text.IndexOf(TemporaryPrefix, StringComparison.Ordinal) < 0))
        {
            return [];
        }

        return Form.Matches(text).Cast<Match>().Select(match => match.Value).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The ids in what should be one, whatever the case of its letters.</summary>
    public static IEnumerable<string> InField(string? text) => In(text?.ToUpperInvariant());

    public static bool IsTemporary(string accessKeyId) => accessKeyId.StartsWith(TemporaryPrefix, StringComparison.Ordinal);

    public static bool IsExample(string accessKeyId) => accessKeyId.EndsWith(ExampleEnd, StringComparison.Ordinal);
}
