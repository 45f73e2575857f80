using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace KeyRotation.Module.Tests;

/// <summary>What is shipped for Windows PowerShell 5.1, as far as it can be judged without one.</summary>
public sealed class DesktopTests
{
    private static readonly string Folder = Path.Combine(FinishedModule.Root(), "out", "KeyRotation", "bin", "netstandard2.0");

    // The handler of the module answers by simple name, so that versions need not match.
    [Fact]
    public void All_that_the_assemblies_refer_to_is_shipped_or_in_the_framework()
    {
        HashSet<string> known = Directory.GetFiles(Framework(), "*.dll", SearchOption.AllDirectories)
            .Concat(Assemblies())
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Append("System.Management.Automation")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        string[] missing = Assemblies()
            .SelectMany(file => References(file).Where(name => !known.Contains(name)).Select(name => $"{Path.GetFileName(file)} -> {name}"))
            .ToArray();
        Assert.Empty(missing);
    }

    [Fact]
    public void Nothing_of_PowerShell_7_or_a_newer_framework_is_among_them()
    {
        string[] assemblies = Assemblies();
        Assert.NotEmpty(assemblies);
        Assert.DoesNotContain(assemblies, file => References(file).Contains("System.Runtime.Loader", StringComparer.Ordinal));
        Assert.DoesNotContain(assemblies, file => Path.GetFileName(file).StartsWith("System.Management.Automation", StringComparison.Ordinal));
    }

    private static string[] Assemblies() => Directory.GetFiles(Folder, "*.dll");

    private static List<string> References(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        MetadataReader metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList();
    }

    private static string Framework() => typeof(DesktopTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "DotNetFramework")
        .Value!;
}
