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

/// <summary>The pages of docs/cmdlets, and those of docs/integrations, against the cmdlets as they were built.</summary>
public sealed class HelpPageTests : IDisposable
{
    private readonly FinishedPages[] modules =
    [
        new(FinishedModule.Main, "cmdlets", ["about_KeyRotation", "about_KeyRotation_Safety", "about_KeyRotation_Journal", "about_KeyRotation_Destinations", "about_KeyRotation_Permissions", "about_KeyRotation_Errors"]),
        new(FinishedModule.Integrations, "integrations", ["about_KeyRotation_Integrations"]),
    ];

    public static TheoryData<string> Names()
    {
        using var main = new FinishedModule();
        using var integrations = new FinishedModule(FinishedModule.Integrations);
        return [.. main.Cmdlets.Concat(integrations.Cmdlets).Select(type => FinishedModule.NameOf(type)!)];
    }

    public void Dispose() => Array.ForEach(modules, module => module.Dispose());

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
        IReadOnlyList<ParameterText> shared = SharedOf(name);
        bool IsShared(string parameter) => shared.Any(described => described.Name == parameter);
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
        IReadOnlyDictionary<string, ParameterText> described = Maml.Described(PageOf(name), SharedOf(name));
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
        Assert.All(modules, module => Same(
            module.Cmdlets.Select(cmdlet => cmdlet.Name),
            Directory.GetFiles(module.Folder).Select(file => Path.GetFileNameWithoutExtension(file)!).Except(without, StringComparer.Ordinal),
            $"The pages in {module.Folder}"));
    }

    [Fact]
    public void A_module_holds_the_help_of_every_cmdlet_and_the_topics()
    {
        foreach (FinishedPages module in modules)
        {
            string text = File.ReadAllText(module.HelpFile);
            Assert.All(module.Cmdlets, cmdlet => Assert.Contains($"<command:name>{cmdlet.Name}</command:name>", text, StringComparison.Ordinal));
            foreach (string topic in module.Topics)
            {
                string[] lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(module.HelpFile)!, topic + ".help.txt"));
                Assert.Equal(["TOPIC", "    " + topic], lines.Take(2));
                Assert.DoesNotContain(lines, line => line.Length > 80 && line.Trim().Contains(' ', StringComparison.Ordinal) && !line.StartsWith("        ", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Get_Help_Online_opens_the_page_of_the_cmdlet(string name)
    {
        string manifest = File.ReadAllText(Path.Combine(FinishedModule.Root(), "KeyRotation.psd1"));
        string project = Regex.Match(manifest, @"ProjectUri\s*=\s*'(?<uri>[^']+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["uri"].Value;

        Assert.Equal($"{project}/blob/main/docs/{Path.GetFileName(ModuleOf(name).Folder)}/{name}.md", FactsOf(name).HelpUri);
        XNamespace text = "http://schemas.microsoft.com/maml/2004/10";
        XElement help = HelpOf(name);
        Assert.Equal(FactsOf(name).HelpUri, (string)help.Descendants(text + "navigationLink").First().Element(text + "uri")!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_related_link_of_the_help_is_a_topic_that_there_is_or_an_address(string name)
    {
        XNamespace text = "http://schemas.microsoft.com/maml/2004/10";
        List<string> known = [.. modules.SelectMany(module => module.Topics), .. modules.SelectMany(module => module.Cmdlets).Select(cmdlet => cmdlet.Name)];
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
        return XDocument.Load(ModuleOf(name).HelpFile).Descendants(command + "command").Single(element => (string)element.Descendants(command + "name").First() == name);
    }

    private static void Same(IEnumerable<string> expected, IEnumerable<string> found, string what)
    {
        string[] built = expected.Order(StringComparer.Ordinal).ToArray();
        string[] written = found.Order(StringComparer.Ordinal).ToArray();
        Assert.True(
            built.SequenceEqual(written, StringComparer.Ordinal),
            $"{what} differs from what was built.\nLacks: {string.Join("; ", built.Except(written, StringComparer.Ordinal))}\nToo much: {string.Join("; ", written.Except(built, StringComparer.Ordinal))}");
    }

    private FinishedPages ModuleOf(string name) => modules.Single(module => module.Cmdlets.Any(cmdlet => cmdlet.Name == name));

    private string PathOf(string name) => Path.Combine(ModuleOf(name).Folder, name + ".md");

    private IReadOnlyList<ParameterText> SharedOf(string name) => ModuleOf(name).Shared;

    private CmdletFacts FactsOf(string name) => ModuleOf(name).Cmdlets.Single(cmdlet => cmdlet.Name == name);

    private CmdletPage PageOf(string name) => File.Exists(PathOf(name))
        ? CmdletPageReader.Read(PathOf(name))
        : throw new FileNotFoundException($"{name} has no page. Write {PathOf(name)}; begin with this, and replace what stands in {{{{ }}}}:\n\n"
            + PageSkeleton.Of(FactsOf(name), SharedOf(name).Select(parameter => parameter.Name).ToList()));

    /// <summary>A module and the folder of its pages.</summary>
    private sealed class FinishedPages : IDisposable
    {
        private readonly FinishedModule module;

        public FinishedPages(string name, string folder, string[] topics)
        {
            module = new FinishedModule(name);
            Folder = Path.Combine(FinishedModule.Root(), "docs", folder);
            Topics = topics;
            HelpFile = Path.Combine(module.Folder, "en-US", name + ".dll-Help.xml");
            var documentation = new XmlDocumentation(module.DocumentationPath());
            Cmdlets = module.Cmdlets.Select(type => new CmdletFacts(type, documentation)).ToList();
            string shared = Path.Combine(Folder, "common-parameters.md");
            Shared = File.Exists(shared) ? CmdletPageReader.ReadSharedParameters(shared) : [];
        }

        public string Folder { get; }

        public string HelpFile { get; }

        public string[] Topics { get; }

        public IReadOnlyList<CmdletFacts> Cmdlets { get; }

        public IReadOnlyList<ParameterText> Shared { get; }

        public void Dispose() => module.Dispose();
    }
}
