using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Help.Pages;
using Markdig.Syntax;

namespace KeyRotation.Help.Output;

/// <summary>Writes a page as an about topic: plain text of at most 80 columns, with the headings that Get-Help looks for.</summary>
public static partial class AboutTopic
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <summary>The text of a topic.</summary>
    /// <param name="name">The topic, e.g. <c>about_KeyRotation</c>.</param>
    /// <param name="path">The page; its first paragraph is the short description.</param>
    /// <param name="targets">Where its links lead to; null to leave them as they are.</param>
    /// <exception cref="PageException">The page does not begin with a title and a paragraph, or a link leads nowhere.</exception>
    public static string Of(string name, string path, LinkTargets? targets = null)
    {
        PageSection page = PageSection.OfFile(path, targets);
        if (page.Opening is not [ParagraphBlock first, ..])
        {
            throw page.Wrong("Below the title of an about topic stands a paragraph that says what it is about.");
        }

        var lines = new List<string>();
        Add(lines, "TOPIC", [name]);
        Add(lines, "SHORT DESCRIPTION", [PlainText.Line(first.Inline)]);
        IReadOnlyList<string> opening = PlainText.Paragraphs(page.Opening.Skip(1));
        if (opening.Count > 0)
        {
            Add(lines, "LONG DESCRIPTION", opening);
        }

        foreach (PageSection section in page.Sections())
        {
            Add(lines, section.Heading.ToUpperInvariant(), PlainText.Paragraphs(section.Blocks));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static void Add(List<string> lines, string heading, IReadOnlyList<string> paragraphs)
    {
        lines.Add(heading);
        foreach (string paragraph in paragraphs)
        {
            lines.AddRange(paragraph.Split('\n').SelectMany(line => Wrapped(Indent + line)));
            lines.Add(string.Empty);
        }
    }

    /// <summary>A line in pieces that fit, each as far in as the first; code is cut nowhere.</summary>
    private static IEnumerable<string> Wrapped(string line)
    {
        string margin = line[..^line.TrimStart().Length];
        if (line.Length <= Width || margin.Length >= Indent.Length + PlainText.CodeIndent.Length)
        {
            return [line];
        }

        string hanging = margin + new string(' ', ListMark().Match(line[margin.Length..]).Length);
        var pieces = new List<string>();
        string piece = margin;
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isFirst = string.IsNullOrWhiteSpace(piece);
            if (!isFirst && piece.Length + 1 + word.Length > Width)
            {
                pieces.Add(piece);
                piece = hanging;
                isFirst = true;
            }

            piece += (isFirst ? string.Empty : " ") + word;
        }

        pieces.Add(piece);
        return pieces;
    }

    [GeneratedRegex(@"^(- |\d+\. )", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListMark();
}
