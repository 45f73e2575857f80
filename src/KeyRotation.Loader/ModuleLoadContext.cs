using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace KeyRotation.Loader;

/// <summary>
/// Holds the cmdlets and the AWS SDK. All versions of the SDK share one assembly version, so that in one context
/// the first that is loaded wins; with a context of our own any version of AWS.Tools can live in the same session.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string CoreAssembly = "KeyRotation.Core";
    private const string ModuleAssembly = "KeyRotation";

    private static readonly Lazy<Assembly> Loaded = new(LoadModule);

    private readonly string folder;

    private ModuleLoadContext(string folder)
        : base("KeyRotation", isCollectible: false) => this.folder = folder;

    /// <summary>
    /// The assembly with the cmdlets, loaded into a context of its own, beside the types that users name in the
    /// default one. Loaded once: PowerShell keeps what it knows of a cmdlet's parameters by the name of its type,
    /// and would mix up two copies.
    /// </summary>
    public static Assembly Module => Loaded.Value;

    /// <summary>Whether the cmdlets were loaded before, by an earlier import in this process.</summary>
    public static bool IsLoaded => Loaded.IsValueCreated;

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // PowerShell finds types such as [KeyRotation.AccessKey] in the default context only.
        if (assemblyName.Name == CoreAssembly)
        {
            return null;
        }

        string path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private static Assembly LoadModule()
    {
        string location = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)
            ?? throw new InvalidOperationException("The loader was not loaded from a file.");
        Default.LoadFromAssemblyPath(Path.Combine(location, CoreAssembly + ".dll"));
        return new ModuleLoadContext(location).LoadFromAssemblyName(new AssemblyName(ModuleAssembly));
    }
}
