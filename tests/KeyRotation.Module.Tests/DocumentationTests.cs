using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace KeyRotation.Module.Tests;

public sealed class DocumentationTests
{
    private static readonly string Root = FinishedModule.Root();

    [Fact]
    public void Every_error_id_is_documented_and_every_documented_one_is_used()
    {
        string[] sources = [.. Files("src/KeyRotation.Core", "*Failures*.cs"), .. Files("src/KeyRotation.Aws", "ConnectionFailures*.cs"), .. Files("src/KeyRotation.Integrations", "*Failures*.cs"), .. Files("src/KeyRotation", "ErrorRecords.cs")];
        HashSet<string> used = sources
            .SelectMany(file => Matches(File.ReadAllText(file), "\"(?<id>[A-Z][A-Za-z]{3,})\""))
            .ToHashSet(StringComparer.Ordinal);
        HashSet<string> documented = File.ReadLines(Path.Combine(Root, "docs", "errors.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Matches(line.Split('|')[1], "`(?<id>\\w+)`"))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(used.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_link_within_the_documents_leads_somewhere()
    {
        foreach (string file in Files(".", "*.md").Concat(Files("docs", "*.md")))
        {
            foreach (string link in Matches(File.ReadAllText(file), @"\]\((?<id>(?!https?:)[^)]+)\)"))
            {
                string[] parts = link.Split('#', 2);
                string target = parts[0].Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, parts[0]);
                Assert.True(File.Exists(target), $"{file}: {link}");
                Assert.True(parts.Length == 1 || Anchors(target).Contains(parts[1], StringComparer.Ordinal), $"{file}: {link} names no heading of that page");
            }
        }
    }

    /// <summary>The headings of a page as GitHub makes anchors of them.</summary>
    private static IEnumerable<string> Anchors(string file) => File.ReadLines(file)
        .Where(line => line.StartsWith('#'))
        .Select(line => Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(' ', '-'));

    private static IEnumerable<string> Matches(string text, string pattern) =>
        Regex.Matches(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["id"].Value);

    private static string[] Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Root, folder), pattern, folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories);
}
