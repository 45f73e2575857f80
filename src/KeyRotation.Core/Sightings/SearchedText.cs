using System;
using System.IO;
using System.Linq;
using System.Text;

namespace KeyRotation.Sightings;

/// <summary>Opens a file as a text in the encoding that it has, or finds that it is none.</summary>
internal static class SearchedText
{
    /// <summary>As much as git looks at.</summary>
    private const int Looked = 8000;

    /// <summary>The text; null where the file is binary.</summary>
    /// <param name="stream">The file, at its beginning; it can be rewound.</param>
    public static TextReader? Open(Stream stream)
    {
        var begin = new byte[Looked];
        int count = 0;
        for (int more = stream.Read(begin, 0, Looked); more > 0; more = stream.Read(begin, count, Looked - count))
        {
            count += more;
        }

        stream.Position = 0;
        return EncodingOf(begin, count) is Encoding encoding ? new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true) : null;
    }

    /// <summary>A mark at the beginning says it. Without one, a text has no zeros, unless it is UTF-16, which has one beside each letter.</summary>
    private static Encoding? EncodingOf(byte[] begin, int count)
    {
        bool isMarked = count >= 2 && ((begin[0] == 0xFF && begin[1] == 0xFE) || (begin[0] == 0xFE && begin[1] == 0xFF));
        if (isMarked || Array.IndexOf(begin, (byte)0, 0, count) < 0)
        {
            return Encoding.UTF8;
        }

        int even = Enumerable.Range(0, count).Count(index => begin[index] == 0 && index % 2 == 0);
        int odd = Enumerable.Range(0, count).Count(index => begin[index] == 0 && index % 2 == 1);
        return even == 0 && odd > count / 4 ? Encoding.Unicode
            : odd == 0 && even > count / 4 ? Encoding.BigEndianUnicode
            : null;
    }
}
