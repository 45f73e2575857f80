using System;
using System.IO;
using System.Text;

namespace KeyRotation.CredentialReports;

/// <summary>
/// The answer of get-credential-report as it was saved: the report is in it in base64, by itself or as a member of JSON, YAML,
/// XML or a line of text.
/// </summary>
internal sealed class WrappedReport
{
    /// <summary>An account has at most 5,000 users, whose report is less than 2 MB long.</summary>
    private const int LargestSize = 1 << 24;

    /// <summary>Words of other texts are shorter; the header of a report alone is longer.</summary>
    private const int ShortestRun = 64;

    /// <summary>Whatever stands around the base64 in JSON, YAML, XML or code ends it.</summary>
    private static readonly char[] LineEnds = ['\n', '"', '\'', '<', '>'];

    private readonly StringBuilder text = new();

    /// <summary>Takes a line.</summary>
    /// <exception cref="InvalidDataException">There is more text than any report has.</exception>
    public void Add(string line)
    {
        if (text.Length + line.Length > LargestSize)
        {
            throw new InvalidDataException(UnknownText.Describe(text.ToString(0, Math.Min(text.Length, 1000))));
        }

        text.Append(line).Append('\n');
    }

    /// <summary>The report.</summary>
    /// <exception cref="InvalidDataException">The text holds no report; the message says what it is, where that can be seen.</exception>
    public string Unwrap()
    {
        string whole = text.ToString();
        // Serializers of JSON may write a slash, a plus sign and a line end as escapes.
        string[] lines = whole.Replace("\\/", "/").Replace("\\u002B", "+").Replace("\\u002b", "+").Replace("\\r", "\r").Replace("\\n", "\n").Split(LineEnds);
        for (int index = 0; index < lines.Length; index++)
        {
            // A run that is not base64 is passed over as a whole: each of its lines would only end in the same place.
            if (Base64At(lines, ref index) is string base64 && TryDecode(base64, out string report))
            {
                return report;
            }
        }

        throw new InvalidDataException(UnknownText.Describe(whole));
    }

    /// <summary>The base64 that begins on a line, with the lines that continue it; null when there is none.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="index">The line; afterwards the last one that was read.</param>
    private static string? Base64At(string[] lines, ref int index)
    {
        string line = lines[index].Trim();
        int begin = 0;
        while (begin < line.Length && LengthOfRun(line, begin) is int length && length < ShortestRun)
        {
            begin += length + 1;
        }

        if (begin >= line.Length)
        {
            return null;
        }

        int end = begin + LengthOfRun(line, begin);
        var base64 = new StringBuilder(line, begin, end - begin, capacity: end - begin);
        while (end == line.Length && index + 1 < lines.Length && lines[index + 1].Trim() is string next && IsBase64(next))
        {
            base64.Append(next);
            index++;
        }

        return base64.ToString();
    }

    private static bool IsBase64(string line) => line.Length > 0 && LengthOfRun(line, 0) == line.Length;

    private static int LengthOfRun(string line, int begin)
    {
        int end = begin;
        while (end < line.Length && ((line[end] < 128 && char.IsLetterOrDigit(line[end])) || line[end] is '+' or '/' or '='))
        {
            end++;
        }

        return end - begin;
    }

    private static bool TryDecode(string base64, out string report)
    {
        report = string.Empty;
        try
        {
            using var stream = new MemoryStream(Convert.FromBase64String(base64));
            using TextReader reader = ReportText.Open(stream);
            report = reader.ReadToEnd();
            return report.Contains("arn");
        }
        catch (FormatException)
        {
            // Letters and digits that are not base64: the text may still hold a report elsewhere.
            return false;
        }
    }
}
