using System;
using System.Collections.Generic;
using System.Linq;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KeyRotation.Help.Pages;

/// <summary>Reads a page of docs/cmdlets. What it cannot place is an error, and never left out in silence.</summary>
public static class CmdletPageReader
{
    private static readonly string[] Headings = ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    /// <summary>Reads the page of a cmdlet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="targets">Where its links lead to; null to leave them as they are.</param>
    /// <exception cref="PageException">It is not laid out like the others, or a link leads nowhere.</exception>
    public static CmdletPage Read(string path, LinkTargets? targets = null)
    {
        PageSection page = PageSection.OfFile(path, targets);
        IReadOnlyList<PageSection> sections = page.Sections();
        if (!sections.Select(section => section.Heading).SequenceEqual(Headings, StringComparer.Ordinal))
        {
            throw page.Wrong($"The headings of a cmdlet's page are, in this order: {string.Join(", ", Headings)}.");
        }

        return new CmdletPage
        {
            Name = page.Heading,
            Synopsis = string.Join(' ', PlainText.Paragraphs(sections[0].Blocks)),
            Syntax = Syntax(page.Heading, sections[1]),
            Description = PlainText.Paragraphs(sections[2].Blocks),
            Examples = sections[3].Sections().Select(OfExample).ToList(),
            Parameters = Parameters(sections[4]),
            Inputs = sections[5].Sections().Select(OfType).ToList(),
            Outputs = sections[6].Sections().Select(OfType).ToList(),
            Notes = PlainText.Paragraphs(sections[7].Blocks),
            Links = Links(sections[8]),
        };
    }

    /// <summary>Reads the page of the parameters that several cmdlets share.</summary>
    /// <param name="path">The file.</param>
    /// <param name="targets">Where its links lead to; null to leave them as they are.</param>
    /// <exception cref="PageException">It is not laid out as it should be, or a link leads nowhere.</exception>
    public static IReadOnlyList<ParameterText> ReadSharedParameters(string path, LinkTargets? targets = null) =>
        PageSection.OfFile(path, targets).Sections().SelectMany(Parameters).ToList();

    private static List<SyntaxForm> Syntax(string cmdlet, PageSection section)
    {
        IReadOnlyList<PageSection> sets = section.Sections();
        return (sets.Count == 0 ? [section with { Heading = string.Empty }] : sets).Select(set => Form(cmdlet, set)).ToList();
    }

    private static SyntaxForm Form(string cmdlet, PageSection set)
    {
        const string Default = " (Default)";
        string text = Code(set);
        bool isDefault = set.Heading.EndsWith(Default, StringComparison.Ordinal) || set.Heading.Length == 0;
        try
        {
            return new SyntaxForm(set.Heading.Replace(Default, string.Empty, StringComparison.Ordinal), isDefault, text, SyntaxText.Parameters(cmdlet, text));
        }
        catch (FormatException problem)
        {
            throw set.Wrong(problem.Message);
        }
    }

    private static Example OfExample(PageSection section) =>
        new(section.Heading, Code(section), PlainText.Paragraphs(section.Blocks.Where(block => block != section.Blocks.OfType<FencedCodeBlock>().First())));

    private static List<ParameterText> Parameters(PageSection section) =>
        section.Sections().Where(part => part.Heading.StartsWith('-')).Select(Parameter).ToList();

    private static ParameterText Parameter(PageSection section)
    {
        FencedCodeBlock table = section.Blocks.OfType<FencedCodeBlock>().LastOrDefault(block => block.Info == "yaml")
            ?? throw section.Wrong("A parameter's section ends with a ```yaml block of its type, default and so on.");
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in table.Lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(": ", 2);
            facts[parts[0].Trim()] = parts.Length == 2 ? parts[1].Trim() : throw section.Wrong($"'{line}' is not 'name: value'.", table);
        }

        return new ParameterText(section.Heading[1..], PlainText.Paragraphs(section.Blocks.Where(block => block != table)), facts);
    }

    private static TypeText OfType(PageSection section) => new(section.Heading, PlainText.Paragraphs(section.Blocks));

    private static List<Link> Links(PageSection section) => section.Blocks
        .SelectMany(block => block.Descendants<LinkInline>())
        .Select(link => new Link(LinkText(link), link.Url?.StartsWith("http", StringComparison.Ordinal) == true ? link.Url : null))
        .ToList();

    /// <summary>A topic by its name alone: that is what Get-Help takes.</summary>
    private static string LinkText(LinkInline link) =>
        link.Url is null && link.LastChild is LiteralInline { Content: var last } && last.ToString().StartsWith(" (about_", StringComparison.Ordinal)
            ? last.ToString().Trim(' ', '(', ')')
            : string.Concat(link.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));

    private static string Code(PageSection section) =>
        section.Blocks.OfType<FencedCodeBlock>().FirstOrDefault(block => block.Info == "powershell")?.Lines.ToString().Trim()
        ?? throw section.Wrong($"'{section.Heading}' needs a ```powershell block.");
}
