using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using KeyRotation.Export;

namespace KeyRotation.Notices;

/// <summary>The words of a notice.</summary>
public static class NoticeText
{
    /// <summary>The names that a template may contain in braces.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["Recipient", "Subject", "Count", "Lines"];

    /// <summary>Puts a notice into a template with placeholders: {Recipient}, {Subject}, {Count} and {Lines}.</summary>
    /// <param name="template">The template; other braces stay as they are.</param>
    /// <param name="notice">The notice.</param>
    public static string Fill(string template, Notice notice)
    {
        var text = new StringBuilder();
        int at = 0;
        while (at < template.Length)
        {
            string? name = template[at] == '{' ? Placeholders.FirstOrDefault(known => string.CompareOrdinal(template, at + 1, known + "}", 0, known.Length + 1) == 0) : null;
            text.Append(name is null ? template[at].ToString() : Value(name, notice));
            at += name is null ? 1 : name.Length + 2;
        }

        return text.ToString();
    }

    internal static string SubjectOf(IReadOnlyList<NoticeLine> lines, string recipient) =>
        VisibleText.Of(string.Format(CultureInfo.InvariantCulture, "AWS access keys of {0}: {1} {2}", recipient, lines.Count, lines.Count == 1 ? "notice" : "notices")).Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');

    internal static string TextOf(IReadOnlyList<NoticeLine> lines, string recipient) =>
        VisibleText.Of($"For: {recipient}\n\n{LinesOf(lines)}");

    private static string LinesOf(IReadOnlyList<NoticeLine> lines) => string.Join("\n\n", lines.Select((line, index) => LineOf(line, index + 1)));

    private static string LineOf(NoticeLine line, int number)
    {
        string subject = line.Subject.Length == 0 ? "The run" : char.ToUpperInvariant(line.Subject[0]) + line.Subject.Substring(1);
        return $"{number}. {subject}\n   {line.What}"
            + (line.When is null ? string.Empty : $"\n   When: {Display.Time(line.When)}")
            + (line.ToDo is null ? string.Empty : $"\n   To do: {line.ToDo}")
            + (line.SecretLocation is null ? string.Empty : $"\n   New secret in: {line.SecretLocation}");
    }

    private static string Value(string name, Notice notice) => name switch
    {
        "Recipient" => notice.Recipient,
        "Subject" => notice.Subject,
        "Count" => notice.Lines.Count.ToString(CultureInfo.InvariantCulture),
        _ => VisibleText.Of(LinesOf(notice.Lines)),
    };
}
