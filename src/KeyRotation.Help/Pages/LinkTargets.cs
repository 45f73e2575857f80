using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KeyRotation.Help.Pages;

/// <summary>
/// Where a link of a page leads to outside of the repository: a topic or a cmdlet of the help, or the page's address. A path
/// that is relative to a page would lead nowhere.
/// </summary>
public sealed class LinkTargets
{
    private readonly string root;
    private readonly string address;
    private readonly Dictionary<string, string> topics;

    /// <param name="root">The folder of the repository.</param>
    /// <param name="address">The address that stands for it.</param>
    /// <param name="topics">The pages that are topics of the help, by path.</param>
    public LinkTargets(string root, string address, IEnumerable<(string Page, string Topic)> topics)
    {
        this.root = Path.GetFullPath(root);
        this.address = address;
        this.topics = topics.ToDictionary(topic => Path.GetFullPath(topic.Page), topic => topic.Topic, StringComparer.Ordinal);
    }

    /// <summary>Puts targets in the place of the relative paths of a page.</summary>
    internal void Resolve(MarkdownDocument document, string page)
    {
        foreach (LinkInline link in document.Descendants<LinkInline>().Where(link => link.Url is not null && !link.Url.Contains("://", StringComparison.Ordinal)).ToList())
        {
            string[] parts = link.Url!.Split('#', 2);
            string target = Path.GetFullPath(parts[0].Length == 0 ? Path.GetFileName(page) : parts[0], Path.GetDirectoryName(Path.GetFullPath(page))!);
            if (!File.Exists(target))
            {
                throw new PageException(page, link.Line + 1, $"The link to '{link.Url}' leads nowhere.");
            }

            if (TopicOf(target) is string topic)
            {
                link.Url = null;
                if (PlainText.Line(link) != topic)
                {
                    link.AppendChild(new LiteralInline($" ({topic})"));
                }
            }
            else
            {
                link.Url = address + Path.GetRelativePath(root, target).Replace('\\', '/') + (parts.Length > 1 ? "#" + parts[1] : string.Empty);
            }
        }
    }

    /// <summary>How Get-Help finds a page; null for one that is not in the help.</summary>
    private string? TopicOf(string target) => topics.TryGetValue(target, out string? topic) ? topic
        : Path.GetFileName(Path.GetDirectoryName(target)) == "cmdlets" && Path.GetFileName(target) is [>= 'A' and <= 'Z', ..] file && file.Contains('-', StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(target)
        : null;
}
