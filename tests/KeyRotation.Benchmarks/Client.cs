using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace KeyRotation.Benchmarks;

/// <summary>Runs what is measured in a process of its own, and reads what it says.</summary>
internal static class Client
{
    public static (string File, string[] Arguments) Own(params string[] arguments) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? (Environment.ProcessPath!, [typeof(Client).Assembly.Location, .. arguments])
            : (Environment.ProcessPath!, arguments);

    public static (string File, string[] Arguments) Python(string script, params string[] arguments) =>
        ("python3", [Path.Combine(AppContext.BaseDirectory, script), .. arguments]);

    /// <exception cref="InvalidOperationException">The client failed.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static async Task<string> RunAsync((string File, string[] Arguments) client, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(client.File, client.Arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The client did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException(await errors);
    }
}
