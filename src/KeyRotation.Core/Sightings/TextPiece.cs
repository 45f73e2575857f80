using System;
using System.Collections.Generic;
using System.IO;

namespace KeyRotation.Sightings;

/// <summary>A line of a text, or a piece of a long one.</summary>
/// <param name="Text">The text without the line end.</param>
/// <param name="Line">The number of the line, from 1 on.</param>
/// <param name="IsContinued">Whether it goes on a line that was given in part already.</param>
internal sealed record TextPiece(string Text, int Line, bool IsContinued)
{
    private const int Longest = 1 << 16;

    /// <summary>Reads a text line by line in bounded memory. Pieces of one line overlap, so that an id lies in one of them as a whole.</summary>
    public static IEnumerable<TextPiece> Read(TextReader text)
    {
        var buffer = new char[Longest];
        int kept = 0;
        int line = 1;
        bool isContinued = false;
        for (int count = text.Read(buffer, 0, Longest); count > 0; count = text.Read(buffer, kept, Longest - kept))
        {
            int length = kept + count;
            int begin = 0;
            for (int end = Array.IndexOf(buffer, '\n', begin, length - begin); end >= 0; end = Array.IndexOf(buffer, '\n', begin, length - begin))
            {
                yield return new TextPiece(new string(buffer, begin, end - begin).TrimEnd('\r'), line, isContinued);
                line++;
                isContinued = false;
                begin = end + 1;
            }

            if (begin == 0 && length == Longest)
            {
                yield return new TextPiece(new string(buffer), line, isContinued);
                isContinued = true;
                begin = Longest - (2 * KeyIdText.Length);
            }

            kept = length - begin;
            Array.Copy(buffer, begin, buffer, 0, kept);
        }

        if (kept > 0)
        {
            yield return new TextPiece(new string(buffer, 0, kept).TrimEnd('\r'), line, isContinued);
        }
    }
}
