using System;
using System.Linq;
using System.Text;

namespace KeyRotation.Profiles;

/// <summary>
/// Finds out whether the AWS CLI can decode a shared file. .NET reads other encodings by their byte order mark, and passes over bytes
/// that are not of the encoding; Python takes the mark for a part of the first line, and gives up at such bytes.
/// </summary>
internal static class SharedFileEncoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding[] Marked = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>Why it cannot, as the end of a sentence; null when it can.</summary>
    /// <param name="content">The file.</param>
    /// <param name="line">The line, counted from 1.</param>
    public static string? FindProblem(byte[] content, out int line)
    {
        line = 1;
        if (Array.Exists(Marked, encoding => content.Take(encoding.GetPreamble().Length).SequenceEqual(encoding.GetPreamble())))
        {
            return "begins with a byte order mark: save the file as UTF-8 without one";
        }

        try
        {
            _ = Strict.GetCharCount(content);
            return null;
        }
        catch (DecoderFallbackException problem)
        {
            line += content.Take(Math.Max(0, problem.Index)).Count(value => value == '\n');
            return "has bytes that are not UTF-8: save the file as UTF-8";
        }
    }
}
