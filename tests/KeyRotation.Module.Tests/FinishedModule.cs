using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KeyRotation.Module.Tests;

/// <summary>A module as `dotnet build` left it in out, read without an engine and without running it.</summary>
internal sealed class FinishedModule : IDisposable
{
    public const string Main = "KeyRotation";

    /// <summary>The module of places outside AWS, which is loaded beside the other.</summary>
    public const string Integrations = "KeyRotation.Integrations";

    private readonly MetadataLoadContext context;

    public FinishedModule(string name = Main)
    {
        Name = name;
        Folder = Path.Combine(Root(), "out", name);
        string core = Path.Combine(Root(), "out", Main, "bin", "net8.0");
        string assemblies = name == Main ? core : Path.Combine(Folder, "bin");
        context = new MetadataLoadContext(new PathAssemblyResolver(
            Directory.GetFiles(assemblies, "*.dll")
                .Concat(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"))
                .Append(Path.Combine(core, "KeyRotation.Core.dll"))
                .Append(StandardLibrary())
                .DistinctBy(Path.GetFileName)));
        Cmdlets = context.LoadFromAssemblyPath(Path.Combine(assemblies, name + ".dll")).GetTypes()
            .Where(type => type.IsPublic && !type.IsAbstract && NameOf(type) is not null)
            .ToList();
        Core = context.LoadFromAssemblyPath(Path.Combine(core, "KeyRotation.Core.dll"));
        Manifest = File.ReadAllText(Path.Combine(Folder, name + ".psd1"));
        string views = Path.Combine(Folder, name + ".Format.ps1xml");
        Views = File.Exists(views) ? XDocument.Load(views) : new XDocument();
    }

    public string Name { get; }

    public string Folder { get; }

    public IReadOnlyList<Type> Cmdlets { get; }

    public Assembly Core { get; }

    public string Manifest { get; }

    public XDocument Views { get; }

    /// <summary>Verb and noun, or null for a type that is no cmdlet.</summary>
    public static string? NameOf(Type type)
    {
        CustomAttributeData? attribute = Attributes(type, "CmdletAttribute").FirstOrDefault();
        return attribute is null ? null : $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}";
    }

    public static bool CallsAws(Type cmdlet)
    {
        Type? type = cmdlet;
        while (type is not null && type.Name != "AwsCmdlet")
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    public static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == name);

    public static IEnumerable<PropertyInfo> ParametersOf(Type cmdlet) =>
        cmdlet.GetProperties().Where(property => Attributes(property, "ParameterAttribute").Any());

    /// <summary>The parameters that are shown: one with DontShow is the pipeline's and nobody's to type.</summary>
    public static IEnumerable<PropertyInfo> ShownParametersOf(Type cmdlet) =>
        ParametersOf(cmdlet).Where(property => Attributes(property, "ParameterAttribute").Any(use => !Named(use).ContainsKey("DontShow")));

    /// <summary>The named arguments of an attribute.</summary>
    public static Dictionary<string, object?> Named(CustomAttributeData attribute) =>
        attribute.NamedArguments.ToDictionary(argument => argument.MemberName, argument => argument.TypedValue.Value, StringComparer.Ordinal);

    /// <summary>The types among an attribute's arguments, those in lists too.</summary>
    public static IEnumerable<Type> Types(IEnumerable<CustomAttributeTypedArgument> arguments) =>
        arguments.SelectMany(argument => argument.Value switch
        {
            Type type => [type],
            IReadOnlyCollection<CustomAttributeTypedArgument> list => Types(list),
            _ => [],
        });

    /// <summary>The XML documentation of the cmdlets.</summary>
    public string DocumentationPath() => Path.Combine(Root(), "src", Name, "bin", Configuration(), "net8.0", Name + ".xml");

    /// <summary>The texts of a list of the manifest.</summary>
    public IReadOnlyList<string> ListInManifest(string name)
    {
        Match list = Regex.Match(Manifest, name + @"\s*=\s*@\((?<items>[^)]*)\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return Regex.Matches(list.Groups["items"].Value, "'(?<item>[^']*)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(item => item.Groups["item"].Value)
            .ToList();
    }

    public void Dispose() => context.Dispose();

    public static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "KeyRotation.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not above the tests.");
        }

        return folder;
    }

    private static string Configuration() => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    private static string StandardLibrary() => typeof(FinishedModule).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "PowerShellStandard")
        .Value!;
}
