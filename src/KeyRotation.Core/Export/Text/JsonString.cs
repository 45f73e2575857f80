using System.Globalization;
using System.Text;

namespace KeyRotation.Export;

/// <summary>
/// Writes a string of JSON. Beyond what JSON asks for it escapes what would end an HTML script, what JavaScript takes for
/// the end of a line, and what cannot be seen. Half a surrogate pair becomes U+FFFD, because many readers refuse a text
/// that has one.
/// </summary>
internal static class JsonString
{
    public static void Append(StringBuilder text, string words)
    {
        text.Append('"');
        for (int i = 0; i < words.Length; i++)
        {
            char c = words[i];
            if (char.IsHighSurrogate(c) && i + 1 < words.Length && char.IsLowSurrogate(words[i + 1]))
            {
                text.Append(c).Append(words[++i]);
            }
            else
            {
                Append(text, c);
            }
        }

        text.Append('"');
    }

    private static void Append(StringBuilder text, char c)
    {
        switch (c)
        {
            case '"' or '\\':
                text.Append('\\').Append(c);
                break;
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case '<' or '>' or '&':
            case var unseen when VisibleText.IsInvisible(unseen):
                text.Append("\\u").Append(char.IsSurrogate(c) ? "FFFD" : ((int)c).ToString("X4", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(c);
                break;
        }
    }
}
