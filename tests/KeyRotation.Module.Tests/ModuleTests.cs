using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace KeyRotation.Module.Tests;

public sealed class ModuleTests : IDisposable
{
    private readonly FinishedModule module = new();

    public void Dispose() => module.Dispose();

    [Fact]
    public void The_manifest_exports_the_cmdlets_that_there_are() =>
        Assert.Equal(
            module.Cmdlets.Select(FinishedModule.NameOf).Order(StringComparer.Ordinal),
            module.ListInManifest("CmdletsToExport").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_file_that_the_manifest_names_is_there()
    {
        foreach (string file in module.ListInManifest("FormatsToProcess").Append("KeyRotation.psm1"))
        {
            Assert.True(File.Exists(Path.Combine(module.Folder, file)), file);
        }
    }

    /// <summary>PowerShell searches such a type in all assemblies of the session, and in those that it has not loaded yet: half the time of an import.</summary>
    [Fact]
    public void What_is_read_before_the_assemblies_names_none_of_their_types_in_brackets()
    {
        Assert.Equal(["KeyRotation.Types.ps1xml"], module.ListInManifest("TypesToProcess"));
        Assert.DoesNotContain("[KeyRotation.", File.ReadAllText(Path.Combine(module.Folder, "KeyRotation.Types.ps1xml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FinishedModule.Main)]
    [InlineData(FinishedModule.Integrations)]
    public void The_notices_name_the_assemblies_of_others_that_are_shipped_and_no_others(string name)
    {
        using var finished = new FinishedModule(name);
        IEnumerable<string> shipped = Directory.GetFiles(Path.Combine(finished.Folder, "bin"), "*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file)!)
            .Where(file => !file.StartsWith("KeyRotation.", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        IEnumerable<string> named = File.ReadLines(Path.Combine(finished.Folder, "THIRD-PARTY-NOTICES.txt"))
            .Select(line => Regex.Match(line, @"^(?<file>\S+\.dll) +(Apache-2\.0|MIT|ISC) +https://", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            .Where(match => match.Success)
            .Select(match => match.Groups["file"].Value);

        Assert.Equal(shipped.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Functions_aliases_and_variables_are_exported_by_name_and_not_by_wildcard() =>
        Assert.DoesNotContain("'*'", module.Manifest, StringComparison.Ordinal);

    [Fact]
    public void Every_view_is_of_a_type_that_users_can_name_and_of_properties_that_it_has()
    {
        foreach (XElement view in module.Views.Descendants("View"))
        {
            string typeName = view.Descendants("TypeName").Single().Value;

            // What stands behind the mark is a view of some objects of the type.
            Type type = module.Core.GetType(typeName.Split('#')[0]) ?? throw new InvalidOperationException($"There is no {typeName} in KeyRotation.Core.");
            var names = view.Descendants("PropertyName").Select(element => element.Value)
                .Concat(view.Descendants("ScriptBlock").SelectMany(PropertiesIn));
            foreach (string name in names)
            {
                Assert.True(type.GetProperty(name) is not null, $"{typeName} has no property {name}.");
            }
        }
    }

    [Fact]
    public void Every_type_that_a_cmdlet_gives_has_a_view()
    {
        HashSet<string> viewed = module.Views.Descendants("TypeName").Select(element => element.Value).ToHashSet(StringComparer.Ordinal);
        foreach (Type cmdlet in module.Cmdlets)
        {
            CustomAttributeData outputType = Assert.Single(FinishedModule.Attributes(cmdlet, "OutputTypeAttribute"));
            foreach (Type type in FinishedModule.Types(outputType.ConstructorArguments).Where(type => type.Assembly == module.Core))
            {
                Assert.Contains(type.FullName!, viewed);
            }
        }
    }

    [Fact]
    public void Every_type_with_a_view_has_a_table_first_and_a_list_and_neither_shows_a_secret()
    {
        // What is shown out of band is a list alone: the table of what comes behind goes on.
        foreach (IGrouping<string, XElement> views in module.Views.Descendants("View").Where(view => view.Element("OutOfBand") is null).GroupBy(view => view.Descendants("TypeName").Single().Value, StringComparer.Ordinal))
        {
            Assert.Equal(["TableControl", "ListControl"], views.Select(view => view.Elements().Last().Name.LocalName));
            Assert.All(views, view => Assert.DoesNotContain("Secret", view.ToString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Views_call_only_formatters_that_there_are()
    {
        Type display = module.Core.GetType("KeyRotation.Display")!;
        foreach (Match call in module.Views.Descendants("ScriptBlock").SelectMany(block =>
            Regex.Matches(block.Value, @"\[KeyRotation\.Display\]::(?<method>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))))
        {
            Assert.NotEmpty(display.GetMember(call.Groups["method"].Value));
        }
    }

    [Fact]
    public void The_columns_of_every_table_fit_in_120()
    {
        foreach (XElement headers in module.Views.Descendants("TableHeaders"))
        {
            List<XElement> columns = headers.Elements("TableColumnHeader").ToList();
            int fixedWidth = columns.Sum(column => (int?)column.Element("Width") ?? 12);
            Assert.True(fixedWidth + columns.Count - 1 <= 120, $"{fixedWidth + columns.Count - 1} columns");
        }
    }

    [Fact]
    public void Every_cmdlet_is_sealed_and_has_documentation_for_every_parameter()
    {
        XDocument documentation = XDocument.Load(module.DocumentationPath());
        HashSet<string> documented = documentation.Descendants("member").Where(member => member.Element("summary") is not null).Select(member => (string)member.Attribute("name")!).ToHashSet(StringComparer.Ordinal);
        foreach (Type cmdlet in module.Cmdlets)
        {
            Assert.True(cmdlet.IsSealed, cmdlet.Name);
            foreach (PropertyInfo parameter in FinishedModule.ParametersOf(cmdlet))
            {
                Assert.Contains($"P:{parameter.DeclaringType!.FullName}.{parameter.Name}", documented);
            }
        }
    }

    [Fact]
    public void What_changes_something_asks_first_and_removing_asks_loudest()
    {
        foreach (Type cmdlet in module.Cmdlets)
        {
            CustomAttributeData attribute = FinishedModule.Attributes(cmdlet, "CmdletAttribute").Single();
            Dictionary<string, object?> named = FinishedModule.Named(attribute);
            string name = FinishedModule.NameOf(cmdlet)!;
            // A policy that is written is a text: who attaches it changes something.
            bool reads = name.Split('-')[0] is "Get" or "Find" or "Test" || name == "New-AccessKeyGuardrail";
            Assert.Equal(!reads, named.ContainsKey("SupportsShouldProcess"));
            if (!reads)
            {
                Assert.Equal(name.StartsWith("Remove-", StringComparison.Ordinal) ? 3 : 2, named["ConfirmImpact"]);
            }
        }
    }

    [Fact]
    public void Every_cmdlet_that_calls_AWS_has_the_connection_parameters_with_the_names_of_AWS_Tools()
    {
        string[] names = ["ProfileName", "ProfileLocation", "Region", "AccessKey", "SecretKey", "SessionToken", "EndpointUrl"];
        foreach (Type cmdlet in module.Cmdlets.Where(FinishedModule.CallsAws))
        {
            Assert.Subset(FinishedModule.ParametersOf(cmdlet).Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal), names.ToHashSet(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Core_needs_nothing_but_the_framework()
    {
        string framework = RuntimeEnvironment.GetRuntimeDirectory();
        string[] outside = module.Core.GetReferencedAssemblies().Select(name => name.Name!).Where(name => !File.Exists(Path.Combine(framework, name + ".dll"))).ToArray();
        Assert.Empty(outside);
    }

    private static IEnumerable<string> PropertiesIn(XElement scriptBlock) =>
        Regex.Matches(scriptBlock.Value, @"\$_\.(?<name>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value);
}
