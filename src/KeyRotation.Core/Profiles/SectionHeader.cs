using System;
using System.Collections.Generic;
using System.Text;

namespace KeyRotation.Profiles;

/// <summary>Reads headers of sections: <c>[work]</c>, <c>[profile "my work"] # mine</c>.</summary>
internal static class SectionHeader
{
    /// <summary>What stands between the brackets; null when a line is no header. What follows the bracket is a comment.</summary>
    public static string? Read(string line)
    {
        int end = line[0] == '[' ? line.IndexOf(']') : -1;
        string name = end < 0 ? string.Empty : line.Substring(1, end - 1).Trim();
        return name.Length == 0 ? null : name;
    }

    /// <summary>
    /// Whether a header has one meaning: Python's reader keeps blanks inside of the brackets, and takes what stands before the
    /// last bracket of the line for the name.
    /// </summary>
    public static bool IsReadAlike(string line) => line.IndexOf(']') == line.LastIndexOf(']') && Read(line)?.Length == line.IndexOf(']') - 1;

    /// <summary>The name in a header of two words, the first of which is the kind. The second may be quoted as in a shell.</summary>
    public static string? NameAfter(string kind, string header)
    {
        if (!header.StartsWith(kind, StringComparison.Ordinal) || header.Length == kind.Length || !char.IsWhiteSpace(header[kind.Length]))
        {
            return null;
        }

        string name = header.Substring(kind.Length).Trim();

        // The AWS CLI reads no name of several words without quotes; .NET does, and there is no other way to read it.
        return Words(name) is { Count: 1 } words ? words[0] : name;
    }

    /// <summary>The words of a text as a shell takes them; null when a quote is left open.</summary>
    private static List<string>? Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool begun = false;
        char quote = '\0';
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            if (character == '\\' && quote != '\'' && index + 1 < text.Length && (quote == '\0' || text[index + 1] is '"' or '\\'))
            {
                word.Append(text[++index]);
                begun = true;
            }
            else if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
                word.Append(quote == '\0' ? string.Empty : character.ToString());
            }
            else if (character is '"' or '\'')
            {
                quote = character;
                begun = true;
            }
            else if (!char.IsWhiteSpace(character))
            {
                word.Append(character);
                begun = true;
            }
            else if (begun)
            {
                words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
        }

        if (begun)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words : null;
    }
}
