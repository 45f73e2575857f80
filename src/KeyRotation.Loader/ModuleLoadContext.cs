using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace KeyRotation.Loader;

/// <summary>
/// Holds the libraries that a module needs. All versions of the AWS SDK share one assembly version, so that in one context the first that is
/// loaded wins; with a context of our own any version of AWS.Tools can live in the same session. The same holds for the libraries of
/// KeyRotation.Integrations and the Az modules.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string AwsAssembly = "KeyRotation.Aws";
    private const string CoreAssembly = "KeyRotation.Core";

    private static readonly Lazy<ModuleLoadContext> Own = new(Begun);

    private readonly string folder;

    /// <summary>Finds what lies in folders of its own for each platform; null where nothing does.</summary>
    private readonly AssemblyDependencyResolver? resolver;

    private ModuleLoadContext(string name, string folder, AssemblyDependencyResolver? resolver = null)
        : base(name, isCollectible: false)
    {
        this.folder = folder;
        this.resolver = resolver;
    }

    private static string Folder => Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)
        ?? throw new InvalidOperationException("The loader was not loaded from a file.");

    /// <summary>
    /// From now on the cmdlets, which are in the default context as PowerShell loads them, find what calls AWS in a context of its own, and
    /// the AWS SDK with it. Requests for other assemblies are left to others. Doing it twice changes nothing more.
    /// </summary>
    public static void Begin() => _ = Own.Value;

    /// <summary>Loads an assembly of KeyRotation, and what it needs, apart from the session.</summary>
    /// <param name="path">The assembly's file.</param>
    public static Assembly LoadOwn(string path) => Own.Value.LoadFromAssemblyPath(path);

    /// <summary>The assembly of another module that an earlier import in this process loaded; null where none did.</summary>
    /// <param name="name">The name of the assembly.</param>
    public static Assembly? FindCompanion(string name) => All
        .OfType<ModuleLoadContext>()
        .Where(context => context.Name == name)
        .SelectMany(context => context.Assemblies)
        .FirstOrDefault(assembly => assembly.GetName().Name == name);

    /// <summary>Loads the cmdlets of another module into a context of its own. They share the types of KeyRotation that users name.</summary>
    /// <param name="folder">The folder of its assemblies.</param>
    /// <param name="name">The name of the assembly.</param>
    public static Assembly LoadCompanion(string folder, string name) =>
        new ModuleLoadContext(name, folder, new AssemblyDependencyResolver(Path.Combine(folder, name + ".dll"))).LoadFromAssemblyName(new AssemblyName(name));

    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // PowerShell finds types such as [KeyRotation.AccessKey] in the default context only.
        if (assemblyName.Name == CoreAssembly)
        {
            return null;
        }

        string path = resolver?.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc />
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is string path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;

    private static ModuleLoadContext Begun()
    {
        var own = new ModuleLoadContext("KeyRotation", Folder);
        // Once, and never taken back: in a moment without it, PowerShell would find the file beside the cmdlets and load it into the default context.
        Default.Resolving += Resolve;
        return own;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName assemblyName) =>
        assemblyName.Name == AwsAssembly ? Own.Value.LoadFromAssemblyName(assemblyName) : null;
}
