using System.Globalization;
using System.IO;
using System.Text;

namespace KeyRotation.CredentialReports;

/// <summary>Finds a report whose bytes are written as numbers: in JSON, as ConvertTo-Json writes them, or one a line.</summary>
internal static class NumberedReport
{
    /// <summary>The header of a report alone is longer.</summary>
    private const int Shortest = 64;

    /// <summary>The reports of a text, one behind the other; null when it has none.</summary>
    public static string? Find(string text)
    {
        var reports = new StringBuilder();
        var bytes = new MemoryStream();
        for (int at = 0; at <= text.Length; at++)
        {
            int length = LengthOfNumber(text, at);
            if (length is > 0 and <= 3 && byte.TryParse(text.Substring(at, length), NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.WriteByte(value);
                at += length - 1;
            }
            else if (length > 0)
            {
                // Passed over as a whole: each of its digits would only end in the same place.
                Take(bytes, reports);
                bytes = new MemoryStream();
                at += length - 1;
            }
            else if (at == text.Length || !(text[at] == ',' || char.IsWhiteSpace(text[at])))
            {
                Take(bytes, reports);
                bytes = new MemoryStream();
            }
        }

        return reports.Length == 0 ? null : reports.ToString();
    }

    private static int LengthOfNumber(string text, int at)
    {
        int end = at;
        while (end < text.Length && text[end] is >= '0' and <= '9')
        {
            end++;
        }

        return end - at;
    }

    private static void Take(MemoryStream bytes, StringBuilder reports)
    {
        if (bytes.Length < Shortest)
        {
            return;
        }

        bytes.Position = 0;
        using TextReader reader = ReportText.Open(bytes);
        string report = reader.ReadToEnd();
        if (report.Contains("user") && report.Contains("arn"))
        {
            reports.Append(report).Append('\n');
        }
    }
}
