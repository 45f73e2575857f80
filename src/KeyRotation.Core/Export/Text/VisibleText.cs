using System.Globalization;
using System.Text;

namespace KeyRotation.Export;

/// <summary>
/// Text for people. Characters that cannot be seen but change what is seen (controls, overrides of the writing
/// direction, halves of surrogate pairs) are written out as \u202E: a value cannot pose as another one, and XML can
/// hold it.
/// </summary>
internal static class VisibleText
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        StringBuilder? visible = null;
        for (int i = 0; i < text!.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                visible?.Append(text[i]).Append(text[i + 1]);
                i++;
            }
            else if (IsInvisible(text[i]))
            {
                visible ??= new StringBuilder(text, 0, i, text.Length + 16);
                visible.Append("\\u").Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                visible?.Append(text[i]);
            }
        }

        return visible?.ToString() ?? text;
    }

    /// <summary>The text, or its beginning and a mark where it is longer; a surrogate pair stays whole.</summary>
    public static string Cut(string text, int maxLength, string mark = "…")
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        int length = maxLength - mark.Length;
        return text.Substring(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length) + mark;
    }

    /// <summary>Halves of pairs come here alone: whole pairs are passed over before.</summary>
    public static bool IsInvisible(char c) =>
        (char.IsControl(c) && c is not ('\t' or '\n' or '\r'))
        || char.IsSurrogate(c)
        || c is '\u061C' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB') or '\uFFFE' or '\uFFFF';
}
