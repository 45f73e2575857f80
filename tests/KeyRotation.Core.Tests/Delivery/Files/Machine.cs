using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Tests.Delivery.Files;

/// <summary>What tests do with the machine that they run on, where it lets them.</summary>
internal static class Machine
{
    /// <summary>Runs a program that may not be there: then the test is skipped, aloud.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output.Trim(), (await error).Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed on this machine.");
            throw;
        }
    }

    /// <summary>Does what only root may; where it fails, the test is skipped, aloud.</summary>
    public static async Task AsRootAsync(string program, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName != "root", $"Only root may {program}.");
        (int exitCode, _, string error) = await RunAsync(program, arguments);
        Assert.SkipUnless(exitCode == 0, $"{program} does not work here: {error}");
    }
}
