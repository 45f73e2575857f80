using System;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Pester.Tests;

/// <summary>A PowerShell that runs Pester files, one after another. A file that it does not survive is told as such.</summary>
internal sealed class PesterEngine : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestFile = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly NamedPipeServerStream pipe;
    private readonly StreamReader reader;
    private readonly StringBuilder output = new();

    private PesterEngine(Process process, NamedPipeServerStream pipe)
    {
        this.process = process;
        this.pipe = pipe;
        reader = new StreamReader(pipe, leaveOpen: true);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>False when it ended, or was ended: a new one has to be started for the next file.</summary>
    public bool IsAlive { get; private set; } = true;

    public static async Task<PesterEngine> StartAsync()
    {
        string pipeName = $"keyrotation-{Guid.NewGuid():N}";
        var server = new NamedPipeServerStream(pipeName, PipeDirection.InOut, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        Process started = Process.Start(StartInfo(pipeName)) ?? throw new InvalidOperationException("The engine did not start.");
        started.StandardInput.Close();
        var engine = new PesterEngine(started, server);
        using var limit = new CancellationTokenSource(LongestStart);
        try
        {
            await server.WaitForConnectionAsync(limit.Token);
            return engine;
        }
        catch (OperationCanceledException problem)
        {
            await engine.DisposeAsync();
            throw new InvalidOperationException($"The engine did not start within {LongestStart}: {engine.output}", problem);
        }
    }

    /// <summary>The results of a file as JSON, or a reason why there are none.</summary>
    public async Task<(string? Results, string Output)> RunAsync(string path)
    {
        lock (output)
        {
            output.Clear();
        }

        using var limit = new CancellationTokenSource(LongestFile);
        string? results = null;
        try
        {
            await pipe.WriteAsync(Encoding.UTF8.GetBytes(path + "\n"), limit.Token);
            results = await reader.ReadLineAsync(limit.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            Keep($"The engine was ended: {problem.Message}");
        }

        IsAlive = results is not null;
        lock (output)
        {
            return (results, output.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await pipe.DisposeAsync();
        await EndAsync();

        process.Dispose();
        reader.Dispose();
    }

    /// <summary>Without its pipe an engine ends by itself. It may: what measures coverage writes at the end of a process.</summary>
    private async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(IsAlive ? LongestEnd : TimeSpan.Zero);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo StartInfo(string pipeName)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
            ArgumentList =
            {
                Repository.Metadata("Engine"), "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "engine.ps1"),
                "-PipeName", pipeName, "-ModulePath", Path.Combine(Repository.Root, "out", "pester"), "-PesterVersion", PesterVersion(),
            },
        };

        // Engines live for seconds here: what the runtime does for long-lived processes only costs time.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // A second without new code, in hexadecimal, before what runs often is compiled once more.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "3E8";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        return start;
    }

    private static string PesterVersion() => Environment.GetEnvironmentVariable("KEYROTATION_PESTER_VERSION") is { Length: > 0 } given ? given : Repository.Metadata("PesterVersion");

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
