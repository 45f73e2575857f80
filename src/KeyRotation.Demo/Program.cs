using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace KeyRotation.Demo;

/// <summary>Starts PowerShell with demo.ps1 and the finished module. Its exit code is the engine's.</summary>
internal static class Program
{
    private const int UsageError = 2;

    private static int Main(string[] arguments)
    {
        bool isInteractive = arguments.Contains("-Interactive", StringComparer.OrdinalIgnoreCase);
        if (arguments.Length > (isInteractive ? 1 : 0))
        {
            Console.Error.WriteLine("Nothing, for the walk, or -Interactive, for a session with the sandbox.");
            return UsageError;
        }

        // Ctrl+C is the engine's: at its prompt, it ends a command and not the session.
        Console.CancelKeyPress += (_, press) => press.Cancel = true;
        using Process engine = Process.Start(StartInfo(isInteractive)) ?? throw new InvalidOperationException("PowerShell did not start.");
        engine.WaitForExit();
        return engine.ExitCode;
    }

    private static ProcessStartInfo StartInfo(bool isInteractive)
    {
        string[] engine = [Metadata("Engine"), "-NoLogo", "-NoProfile", isInteractive ? "-NoExit" : "-NonInteractive"];
        string[] script = ["-File", Path.Combine(AppContext.BaseDirectory, "demo.ps1"), "-Module", Metadata("Module")];
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet", [.. engine, .. script, .. isInteractive ? ["-Interactive"] : Array.Empty<string>()])
        {
            UseShellExecute = false,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return start;
    }

    private static string Metadata(string key) =>
        typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
