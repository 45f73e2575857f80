using System;
using System.Globalization;
using System.Text;

namespace KeyRotation.CredentialReports;

/// <summary>
/// Finds reports that stand as text in quotes: a decoded report as a member of JSON, as ConvertTo-Json writes its lines, or as
/// Python prints it.
/// </summary>
internal static class QuotedReport
{
    private const string Begin = "user,arn,";

    /// <summary>The reports of a text, one behind the other; null when it has none.</summary>
    public static string? Find(string text)
    {
        var reports = new StringBuilder();
        for (int at = text.IndexOf(Begin, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(Begin, at, StringComparison.OrdinalIgnoreCase))
        {
            char quote = at == 0 ? '\0' : text[at - 1];
            at = quote is '"' or '\'' ? Read(text, at, quote, reports) : at + Begin.Length;
        }

        return reports.Length == 0 ? null : reports.ToString();
    }

    /// <summary>Reads a text in quotes, and where it is one line, those that follow it in a list. Returns where it ends.</summary>
    private static int Read(string text, int at, char quote, StringBuilder report)
    {
        int begin = report.Length;
        int end = ReadOne(text, at, quote, report);
        bool isOneLine = report.ToString(begin, report.Length - begin).TrimEnd().IndexOf('\n') < 0;
        report.Append('\n');
        while (isOneLine && NextOfList(text, end, quote) is int next)
        {
            end = ReadOne(text, next, quote, report);
            report.Append('\n');
        }

        return end;
    }

    private static int ReadOne(string text, int at, char quote, StringBuilder into)
    {
        for (; at < text.Length && text[at] != quote; at++)
        {
            into.Append(text[at] == '\\' && at + 1 < text.Length ? Unescape(text, ref at) : text[at]);
        }

        return at;
    }

    /// <summary>Where the next text of a list begins, behind its quote; null where there is none. A spreadsheet that took each line for one cell writes no commas between.</summary>
    private static int? NextOfList(string text, int end, char quote)
    {
        int at = AfterBlanks(text, Math.Min(end + 1, text.Length));
        int next = at < text.Length && text[at] == ',' ? AfterBlanks(text, at + 1) : at > end + 1 ? at : text.Length;
        return next < text.Length && text[next] == quote ? next + 1 : null;
    }

    private static int AfterBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>What Python prints may be text in JSON once more, which doubles its backslashes. No report has any of its own.</summary>
    private static char Unescape(string text, ref int at)
    {
        while (text[at] == '\\' && at + 1 < text.Length)
        {
            at++;
        }

        char escaped = text[at];
        if (escaped == 'u' && at + 4 < text.Length && int.TryParse(text.Substring(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
        {
            at += 4;
            return (char)code;
        }

        return escaped switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => escaped };
    }
}
