using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace KeyRotation.Pester.Tests;

/// <summary>Where the build put things.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KeyRotation.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The repository is not above the tests.");
    }
}
