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
        string[] sources = [.. Files("src/KeyRotation.Core/Reporting", "Failures*.cs"), .. Files("src/KeyRotation.Aws", "ConnectionFailures.cs"), .. Files("src/KeyRotation", "ErrorRecords.cs")];
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
        foreach (string file in Files(".", "README.md").Concat(Files("docs", "*.md")))
        {
            foreach (string target in Matches(File.ReadAllText(file), @"\]\((?<id>(?!https?:)[^)#]+)\)"))
            {
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)), $"{file}: {target}");
            }
        }
    }

    private static IEnumerable<string> Matches(string text, string pattern) =>
        Regex.Matches(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["id"].Value);

    private static string[] Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Root, folder), pattern, folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories);
}
