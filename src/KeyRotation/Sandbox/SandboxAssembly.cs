using System;
#if NET8_0_OR_GREATER
using System.IO;
using System.Reflection;
using KeyRotation.Loader;
#endif

namespace KeyRotation.Commands.Sandbox;

/// <summary>The only way to the sandbox: nothing of it is in the session before somebody asks for one.</summary>
internal static class SandboxAssembly
{
    /// <summary>Loads the sandbox and starts it.</summary>
    /// <param name="settings">How it starts.</param>
    /// <exception cref="PlatformNotSupportedException">The engine is Windows PowerShell.</exception>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static KeyRotationSandbox Start(SandboxSettings settings)
    {
#if NET8_0_OR_GREATER
        string folder = Path.GetDirectoryName(typeof(SandboxAssembly).Assembly.Location)!;
        Assembly sandbox = ModuleLoadContext.LoadOwn(Path.Combine(folder, "sandbox", "KeyRotation.Sandbox.dll"));
        var start = sandbox.GetType("KeyRotation.Sandbox.SessionSandbox", throwOnError: true)!
            .GetMethod(nameof(Start))!
            .CreateDelegate<Func<SandboxSettings, KeyRotationSandbox>>();
        return start(settings);
#else
        throw new PlatformNotSupportedException("The sandbox needs PowerShell 7.");
#endif
    }
}
