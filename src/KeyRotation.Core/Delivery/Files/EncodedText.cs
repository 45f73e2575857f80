using System.Linq;
using System.Text;

namespace KeyRotation.Delivery.Files;

/// <summary>A file's text and how to turn a changed one into bytes again, so that what did not change keeps its bytes.</summary>
internal sealed class EncodedText
{
    private static readonly Encoding Latin1 = Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The encodings that a file's first bytes tell.</summary>
    private static readonly Encoding[] Marked =
    [
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    private readonly byte[] mark;
    private readonly Encoding encoding;

    private EncodedText(byte[] mark, Encoding encoding, string text)
    {
        this.mark = mark;
        this.encoding = encoding;
        Text = text;
    }

    /// <summary>The text without the mark of its encoding.</summary>
    public string Text { get; }

    /// <summary>Reads bytes as UTF-8, as UTF-16 when they are marked so, and otherwise one character a byte.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its name, for the message.</param>
    public static EncodedText Of(byte[] bytes, string path)
    {
        Encoding? markedAs = Marked.FirstOrDefault(candidate => bytes.Take(candidate.GetPreamble().Length).SequenceEqual(candidate.GetPreamble()));
        byte[] preamble = markedAs?.GetPreamble() ?? [];
        EncodedText text = Decode(preamble, markedAs ?? Utf8, bytes)
            ?? (markedAs is UnicodeEncoding ? null : Decode(preamble, Latin1, bytes))
            ?? throw NotText(path);
        return text.Text.IndexOf('\0') < 0 ? text : throw NotText(path);
    }

    /// <summary>Turns a changed text into bytes.</summary>
    /// <param name="changed">The text.</param>
    /// <param name="path">The file's name, for the message.</param>
    public byte[] Encode(string changed, string path)
    {
        try
        {
            return [.. mark, .. encoding.GetBytes(changed)];
        }
        catch (EncoderFallbackException)
        {
            throw new DestinationException(
                FailureCategory.InvalidArgument,
                $"What is to be written has characters that {path} cannot hold: it is not a UTF-8 file. Choose other names, or save the file as UTF-8.");
        }
    }

    private static EncodedText? Decode(byte[] preamble, Encoding candidate, byte[] bytes)
    {
        try
        {
            return new EncodedText(preamble, candidate, candidate.GetString(bytes, preamble.Length, bytes.Length - preamble.Length));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static DestinationException NotText(string path) => new(
        FailureCategory.InvalidData,
        $"{path} is not a text file that AWS tools can read: it has NUL characters, or is not valid UTF-16. Save it as UTF-8, or name another file.");
}
