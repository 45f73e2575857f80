using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KeyRotation.Help.Output;
using KeyRotation.Help.Pages;
using Xunit;

namespace KeyRotation.Module.Tests.Help;

/// <summary>The pages of docs/cmdlets against the cmdlets as they were built.</summary>
public sealed class HelpPageTests : IDisposable
{
    private static readonly string Folder = Path.Combine(FinishedModule.Root(), "docs", "cmdlets");

    private static readonly string[] Topics =
    [
        "about_KeyRotation", "about_KeyRotation_Safety", "about_KeyRotation_Journal", "about_KeyRotation_Destinations", "about_KeyRotation_Permissions", "about_KeyRotation_Errors",
    ];

    private readonly FinishedModule module = new();
    private readonly List<CmdletFacts> cmdlets;
    private readonly IReadOnlyList<ParameterText> shared = CmdletPageReader.ReadSharedParameters(Path.Combine(Folder, "common-parameters.md"));

    public HelpPageTests()
    {
        var documentation = new XmlDocumentation(FinishedModule.DocumentationPath());
        cmdlets = module.Cmdlets.Select(type => new CmdletFacts(type, documentation)).ToList();
    }

    public static TheoryData<string> Names()
    {
        using var finished = new FinishedModule();
        return [.. finished.Cmdlets.Select(type => FinishedModule.NameOf(type)!)];
    }

    public void Dispose() => module.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_cmdlet_has_a_page_with_three_examples_and_nothing_left_to_write(string name)
    {
        CmdletPage page = PageOf(name);

        Assert.Equal(name, page.Name);
        Assert.True(page.Examples.Count >= 3, $"docs/cmdlets/{name}.md has {page.Examples.Count} examples; three are the least.");
        Assert.All(page.Examples, example => Assert.NotEmpty(example.Remarks));
        Assert.DoesNotContain("{{ ", File.ReadAllText(PathOf(name)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_describes_the_parameters_that_there_are_and_no_others(string name)
    {
        CmdletFacts cmdlet = FactsOf(name);
        CmdletPage page = PageOf(name);

        // A section of the page's own stands instead of the shared one, where a parameter means something else.
        List<string> own = page.Parameters.Select(parameter => parameter.Name).Where(IsShared).ToList();
        Same(cmdlet.Names.Where(parameter => !IsShared(parameter) || own.Contains(parameter)), page.Parameters.Select(parameter => parameter.Name), $"The sections of docs/cmdlets/{name}.md below PARAMETERS");
        Assert.All(page.Parameters.Concat(shared), parameter => Assert.NotEmpty(parameter.Description));
        string? line = PageSkeleton.SharedLine(cmdlet, shared.Select(parameter => parameter.Name).Except(own, StringComparer.Ordinal).ToList());
        Assert.True(line is null || File.ReadAllText(PathOf(name)).ReplaceLineEndings(" ").Contains(line, StringComparison.Ordinal), $"docs/cmdlets/{name}.md lacks the line\n\n{line}\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_page_says_of_each_parameter_is_what_was_built(string name)
    {
        CmdletFacts cmdlet = FactsOf(name);
        IReadOnlyDictionary<string, ParameterText> described = Maml.Described(PageOf(name), shared);
        foreach (ParameterFacts parameter in cmdlet.Parameters)
        {
            Same(
                parameter.Lines(),
                described[parameter.Name].Facts.Select(fact => $"{fact.Key}: {fact.Value}"),
                $"-{parameter.Name} of {name}: its table in docs/cmdlets should be\n\n{PageSkeleton.Table(parameter)}\nIt");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_syntax_on_a_page_is_what_was_built(string name)
    {
        CmdletFacts cmdlet = FactsOf(name);
        CmdletPage page = PageOf(name);

        Same(cmdlet.Sets, page.Syntax.Select(form => form.ParameterSet), $"The forms of the syntax in docs/cmdlets/{name}.md");
        Assert.Equal(cmdlet.Sets[0], page.Syntax.Single(form => form.IsDefault).ParameterSet);
        foreach (SyntaxForm form in page.Syntax)
        {
            Same(
                cmdlet.InSet(form.ParameterSet).Select(parameter => parameter.ToString()),
                form.Parameters.Select(parameter => parameter.ToString()),
                $"The syntax '{form.ParameterSet}' in docs/cmdlets/{name}.md should be\n\n{PageSkeleton.Syntax(cmdlet, form.ParameterSet)}\n\nIt");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_names_the_types_that_come_and_go_through_the_pipeline(string name)
    {
        CmdletFacts cmdlet = FactsOf(name);
        CmdletPage page = PageOf(name);

        // Beside these a page may name objects that bind by their properties.
        Same(cmdlet.Inputs, page.Inputs.Select(type => type.Name).Where(type => cmdlet.Inputs.Contains(type) || type.StartsWith("KeyRotation.", StringComparison.Ordinal)), $"INPUTS of docs/cmdlets/{name}.md");
        Same(cmdlet.Outputs, page.Outputs.Select(type => type.Name), $"OUTPUTS of docs/cmdlets/{name}.md");
    }

    [Fact]
    public void Every_page_is_of_a_cmdlet_that_there_is()
    {
        string[] without = ["README", "common-parameters"];
        Same(cmdlets.Select(cmdlet => cmdlet.Name), Directory.GetFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)!).Except(without, StringComparer.Ordinal), "The pages in docs/cmdlets");
    }

    [Fact]
    public void The_module_holds_the_help_of_every_cmdlet_and_the_topics()
    {
        string help = Path.Combine(module.Folder, "en-US");
        string text = File.ReadAllText(Path.Combine(help, "KeyRotation.dll-Help.xml"));
        Assert.All(cmdlets, cmdlet => Assert.Contains($"<command:name>{cmdlet.Name}</command:name>", text, StringComparison.Ordinal));
        foreach (string topic in Topics)
        {
            string[] lines = File.ReadAllLines(Path.Combine(help, topic + ".help.txt"));
            Assert.Equal(["TOPIC", "    " + topic], lines.Take(2));
            Assert.DoesNotContain(lines, line => line.Length > 80 && line.Trim().Contains(' ', StringComparison.Ordinal) && !line.StartsWith("        ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_Help_Online_opens_the_page_of_the_cmdlet(string name)
    {
        string manifest = File.ReadAllText(Path.Combine(FinishedModule.Root(), "KeyRotation.psd1"));
        string project = Regex.Match(manifest, @"ProjectUri\s*=\s*'(?<uri>[^']+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["uri"].Value;

        Assert.Equal($"{project}/blob/main/docs/cmdlets/{name}.md", FactsOf(name).HelpUri);
        XNamespace text = "http://schemas.microsoft.com/maml/2004/10";
        XElement help = HelpOf(name);
        Assert.Equal(FactsOf(name).HelpUri, (string)help.Descendants(text + "navigationLink").First().Element(text + "uri")!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_related_link_of_the_help_is_a_topic_that_there_is_or_an_address(string name)
    {
        XNamespace text = "http://schemas.microsoft.com/maml/2004/10";
        List<string> known = [.. Topics, .. cmdlets.Select(cmdlet => cmdlet.Name)];
        foreach (XElement link in HelpOf(name).Descendants(text + "navigationLink"))
        {
            string address = (string)link.Element(text + "uri")!;
            Assert.True(
                address.Length == 0 ? known.Contains((string)link.Element(text + "linkText")!, StringComparer.Ordinal) : address.StartsWith("https://", StringComparison.Ordinal),
                link.ToString());
        }
    }

    private XElement HelpOf(string name)
    {
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        return XDocument.Load(Path.Combine(module.Folder, "en-US", "KeyRotation.dll-Help.xml")).Descendants(command + "command").Single(element => (string)element.Descendants(command + "name").First() == name);
    }

    private static void Same(IEnumerable<string> expected, IEnumerable<string> found, string what)
    {
        string[] built = expected.Order(StringComparer.Ordinal).ToArray();
        string[] written = found.Order(StringComparer.Ordinal).ToArray();
        Assert.True(
            built.SequenceEqual(written, StringComparer.Ordinal),
            $"{what} differs from what was built.\nLacks: {string.Join("; ", built.Except(written, StringComparer.Ordinal))}\nToo much: {string.Join("; ", written.Except(built, StringComparer.Ordinal))}");
    }

    private static string PathOf(string cmdlet) => Path.Combine(Folder, cmdlet + ".md");

    private bool IsShared(string parameter) => shared.Any(described => described.Name == parameter);

    private CmdletFacts FactsOf(string name) => cmdlets.Single(cmdlet => cmdlet.Name == name);

    private CmdletPage PageOf(string name) => File.Exists(PathOf(name))
        ? CmdletPageReader.Read(PathOf(name))
        : throw new FileNotFoundException($"{name} has no page. Write docs/cmdlets/{name}.md; begin with this, and replace what stands in {{{{ }}}}:\n\n"
            + PageSkeleton.Of(FactsOf(name), shared.Select(parameter => parameter.Name).ToList()));
}
