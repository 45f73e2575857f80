using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Support;

/// <summary>Runs a client that nobody here wrote against a sandbox.</summary>
internal sealed record ForeignProcess(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output) ?? throw new InvalidDataException("null");

    public static async Task<ForeignProcess> RunAsync(string file, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        using var process = Start(file, arguments, environment);
        return await FinishAsync(process);
    }

    public static async Task<ForeignProcess> FinishAsync(Process process)
    {
        var token = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var error = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string file, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException(file + " did not start.");
    }

    /// <summary>Whether a program is installed and answers; a test without it is skipped.</summary>
    public static async Task<bool> IsThereAsync(string file, params string[] arguments)
    {
        try
        {
            return (await RunAsync(file, arguments, [])).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>What sends a client to the sandbox, and keeps it from the machine's own configuration.</summary>
    public static Dictionary<string, string> Environment(SandboxServer server, params (string Name, string Value)[] more)
    {
        var nowhere = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL"] = server.Endpoint.GetLeftPart(UriPartial.Authority),
            ["AWS_ACCESS_KEY_ID"] = server.Administrator.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = server.Administrator.SecretAccessKey,
            ["AWS_REGION"] = server.Account.Region,
            ["AWS_DEFAULT_REGION"] = server.Account.Region,
            ["AWS_CONFIG_FILE"] = nowhere,
            ["AWS_SHARED_CREDENTIALS_FILE"] = nowhere,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_PAGER"] = string.Empty,
            ["NO_PROXY"] = "127.0.0.1",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }
}
