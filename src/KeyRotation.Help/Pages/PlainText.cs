using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KeyRotation.Help.Pages;

/// <summary>Markdown as it reads without a browser.</summary>
public static class PlainText
{
    /// <summary>How far code stands in: lines as far in as this are never wrapped.</summary>
    internal const string CodeIndent = "    ";

    private const string CellIndent = "  ";

    /// <summary>The paragraphs of some blocks. Lists, tables and code keep their lines.</summary>
    /// <param name="blocks">The blocks.</param>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) => blocks.SelectMany(Paragraphs).ToList();

    /// <summary>The text of a paragraph, a heading or a cell, on one line.</summary>
    /// <param name="inlines">Its content.</param>
    public static string Line(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        Append(text, inlines);
        return text.ToString().Trim();
    }

    private static IEnumerable<string> Paragraphs(Block block) => block switch
    {
        ParagraphBlock paragraph => [Line(paragraph.Inline)],
        HeadingBlock heading => [Line(heading.Inline).ToUpperInvariant()],
        CodeBlock code => [Indented(code.Lines.ToString().TrimEnd())],
        ListBlock list => [string.Join('\n', list.OfType<ListItemBlock>().Select(item => Item(list, item)))],
        Table table => Rows(table.OfType<TableRow>().ToList()),
        ContainerBlock container => Paragraphs(container.AsEnumerable()),
        LinkReferenceDefinition or HtmlBlock or ThematicBreakBlock => [],
        _ => throw new NotSupportedException($"{block.GetType().Name} in line {block.Line + 1} cannot be shown as plain text."),
    };

    private static string Item(ListBlock list, ListItemBlock item) =>
        (list.IsOrdered ? item.Order + ". " : "- ") + string.Join("\n  ", Paragraphs(item.AsEnumerable()));

    private static IEnumerable<string> Rows(List<TableRow> rows)
    {
        List<string> headers = rows.Where(row => row.IsHeader).SelectMany(Cells).ToList();
        return rows.Where(row => !row.IsHeader).Select(row => Row(headers, Cells(row)));
    }

    /// <summary>The first cell, and below it what the others say of it: from the third column on with the column's name.</summary>
    private static string Row(List<string> headers, List<string> cells) => string.Join('\n', cells
        .Select((cell, column) => cell.Length == 0 || column == 0 ? cell : CellIndent + (column == 1 ? string.Empty : headers.ElementAtOrDefault(column) + ": ") + cell)
        .Where((cell, column) => column == 0 || cell.Length > 0));

    private static List<string> Cells(TableRow row) => row.OfType<TableCell>().Select(cell => string.Join(' ', Paragraphs(cell.AsEnumerable()))).ToList();

    private static string Indented(string code) => string.Join('\n', code.Split('\n').Select(line => (CodeIndent + line).TrimEnd()));

    private static void Append(StringBuilder text, ContainerInline? inlines)
    {
        foreach (Inline inline in inlines ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case AutolinkInline address:
                    text.Append(address.Url);
                    break;
                case LinkInline { Url: string url } link when url.StartsWith("http", StringComparison.Ordinal):
                    Append(text, link);
                    text.Append(" (").Append(url).Append(')');
                    break;
                case ContainerInline container:
                    Append(text, container);
                    break;
            }
        }
    }
}
