using System.Collections.Generic;
using System.Linq;
using Markdig;
using Markdig.Syntax;

namespace KeyRotation.Help.Pages;

/// <summary>A heading and what stands below it, up to the next heading of its level or above.</summary>
/// <param name="File">The page.</param>
/// <param name="Heading">The heading.</param>
/// <param name="Line">The heading's line, from 1 on.</param>
/// <param name="Level">The heading's level; blocks are cut at headings one level below.</param>
/// <param name="Blocks">What stands below it.</param>
internal sealed record PageSection(string File, string Heading, int Line, int Level, IReadOnlyList<Block> Blocks)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>The whole page, by its one heading of the first level.</summary>
    public static PageSection OfFile(string path, LinkTargets? targets = null)
    {
        var document = Markdown.Parse(System.IO.File.ReadAllText(path), Pipeline);
        targets?.Resolve(document, path);
        return document.FirstOrDefault() is HeadingBlock { Level: 1 } title
            ? new PageSection(path, PlainText.Line(title.Inline), title.Line + 1, 1, document.Skip(1).ToList())
            : throw new PageException(path, 1, "A page begins with '# ' and its name.");
    }

    /// <summary>The blocks above the first heading of the next level.</summary>
    public IReadOnlyList<Block> Opening => Blocks.TakeWhile(block => !IsNext(block)).ToList();

    /// <summary>The sections of the next level.</summary>
    public IReadOnlyList<PageSection> Sections()
    {
        var sections = new List<PageSection>();
        for (int begin = Opening.Count; begin < Blocks.Count;)
        {
            var heading = (HeadingBlock)Blocks[begin];
            List<Block> below = Blocks.Skip(begin + 1).TakeWhile(block => !IsNext(block)).ToList();
            sections.Add(new PageSection(File, PlainText.Line(heading.Inline), heading.Line + 1, Level + 1, below));
            begin += below.Count + 1;
        }

        return sections;
    }

    public PageException Wrong(string problem, Block? at = null) => new(File, at?.Line + 1 ?? Line, problem);

    private bool IsNext(Block block) => block is HeadingBlock heading && heading.Level <= Level + 1;
}
