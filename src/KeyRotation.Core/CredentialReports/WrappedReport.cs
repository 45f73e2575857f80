using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace KeyRotation.CredentialReports;

/// <summary>
/// The answer of get-credential-report as it was saved: the report is in it in base64, as text in quotes or as numbers, by
/// itself or as a member of JSON, YAML, XML or a line of text. Answers for several accounts may be in one file.
/// </summary>
internal sealed class WrappedReport
{
    /// <summary>An account has at most 5,000 users, whose report is less than 2 MB long.</summary>
    private const int LargestSize = 1 << 24;

    /// <summary>Words of other texts are shorter; the header of a report alone is longer.</summary>
    private const int ShortestRun = 64;

    /// <summary>Whatever stands around the base64 in JSON, YAML or code ends it.</summary>
    private static readonly char[] LineEnds = ['\n', '"', '\''];

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

    /// <summary>The report, or the reports one behind the other.</summary>
    /// <exception cref="InvalidDataException">The text holds no report; the message says what it is, where that can be seen.</exception>
    public string Unwrap()
    {
        string whole = text.ToString();
        string found = string.Join("\n", InBase64(whole));
        return found.Length > 0 ? found
            : QuotedReport.Find(whole) ?? NumberedReport.Find(whole) ?? throw new InvalidDataException(UnknownText.Describe(whole));
    }

    private static IEnumerable<string> InBase64(string whole)
    {
        // Serializers of JSON may write a slash, a plus sign and a line end as escapes. The slash of a closing element does not belong to the base64.
        string unescaped = whole.Replace("\\/", "/").Replace("\\u002B", "+").Replace("\\u002b", "+").Replace("\\r", "\r").Replace("\\n", "\n").Replace('<', '|').Replace('>', '|');
        string[] lines = [.. unescaped.Split(LineEnds).Select(part => part.Trim())];
        int line = 0;
        int column = 0;
        while (NextRun(lines, ref line, ref column) is string run)
        {
            // A run that is not base64 is passed over as a whole: each of its lines would only end in the same place.
            if (TryDecode(run, out string report))
            {
                yield return report;
            }
        }
    }

    /// <summary>The next text that may be base64, with the lines that continue it; null when there is none.</summary>
    /// <param name="lines">The lines, without spaces around them.</param>
    /// <param name="line">The line to begin at; afterwards the line in which the text ends.</param>
    /// <param name="column">Where to begin in the line; afterwards the end of the text.</param>
    private static string? NextRun(string[] lines, ref int line, ref int column)
    {
        for (; line < lines.Length; line++, column = 0)
        {
            while (column < lines[line].Length)
            {
                int begin = column;
                column += LengthOfRun(lines[line], begin);
                if (column - begin >= ShortestRun)
                {
                    return WithNextLines(lines, ref line, ref column, begin);
                }

                column++;
            }
        }

        return null;
    }

    private static string WithNextLines(string[] lines, ref int line, ref int column, int begin)
    {
        var run = new StringBuilder(lines[line], begin, column - begin, capacity: column - begin);
        while (run[run.Length - 1] != '=' && column == lines[line].Length && line + 1 < lines.Length && IsBase64(lines[line + 1]))
        {
            line++;
            column = lines[line].Length;
            run.Append(lines[line]);
        }

        return run.ToString();
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
            using var stream = new MemoryStream(Convert.FromBase64String(Padded(base64)));
            using TextReader reader = ReportText.Open(stream);
            report = reader.ReadToEnd();
            return report.Contains("user") && report.Contains("arn");
        }
        catch (FormatException)
        {
            // Letters and digits that are not base64: the text may still hold a report elsewhere.
            return false;
        }
    }

    /// <summary>Some programs leave the padding out, and a text that was cut off has none: what is whole of it is read.</summary>
    private static string Padded(string base64)
    {
        string bare = base64.TrimEnd('=');
        bare = bare.Length % 4 == 1 ? bare.Substring(0, bare.Length - 1) : bare;
        return bare.PadRight((bare.Length + 3) / 4 * 4, '=');
    }
}
