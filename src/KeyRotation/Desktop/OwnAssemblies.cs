using System;
using System.IO;
using System.Reflection;

namespace KeyRotation.Commands.Desktop;

/// <summary>
/// Windows PowerShell has no load contexts. There, what this module asks for, and nothing else, is answered with the file of
/// that name in the module's folder, whatever version is asked for: the .NET Framework would want each version to the digit.
/// Files are loaded outside of the common contexts, so that an AWS SDK of somebody else is neither used nor replaced.
/// </summary>
public static class OwnAssemblies
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(OwnAssemblies).Assembly.Location)
        ?? throw new InvalidOperationException("The module was not loaded from a file.");

    /// <summary>Begins to answer. Doing it twice changes nothing more.</summary>
    public static void Answer()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        AppDomain.CurrentDomain.AssemblyResolve += Resolve;
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        if (!IsOwn(request.RequestingAssembly))
        {
            return null;
        }

        string path = Path.Combine(Folder, new AssemblyName(request.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFile(path) : null;
    }

    private static bool IsOwn(Assembly? assembly) =>
        assembly is { IsDynamic: false }
        && string.Equals(Path.GetDirectoryName(assembly.Location), Folder, StringComparison.OrdinalIgnoreCase);
}
