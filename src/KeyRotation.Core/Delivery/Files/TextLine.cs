using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace KeyRotation.Delivery.Files;

/// <summary>A line's place in a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Next">Behind its line end: where the next line starts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextLine(int Start, int End, int Next)
{
    /// <summary>The lines of a text, ended by LF, CRLF or CR, as .NET and Python read them.</summary>
    public static IEnumerable<TextLine> Of(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOfAny(['\r', '\n'], start);
            if (end < 0)
            {
                yield return new TextLine(start, text.Length, text.Length);
                yield break;
            }

            bool pair = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n';
            var line = new TextLine(start, end, end + (pair ? 2 : 1));
            yield return line;
            start = line.Next;
        }
    }
}
