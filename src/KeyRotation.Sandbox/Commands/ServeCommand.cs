using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace KeyRotation.Sandbox.Commands;

/// <summary>Runs a sandbox until Ctrl+C or SIGTERM.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--port", "PORT", "The port on 127.0.0.1; 0 or nothing for a free one."),
        new("--users", "COUNT", "How many users to make up. 25 without it."),
        new("--accounts", "COUNT", "How many accounts to make up beside the first, in an organization, each with as many users. 0 without it."),
        new("--stale", "COUNT", "How many users of each account hold a key older than 90 days. A mixture without it."),
        new("--seed", "NUMBER", "What they are drawn from: the same number makes the same account. 1 without it."),
        new("--partition", "NAME", "aws, aws-us-gov, aws-cn, …: what its ARNs and regions belong to. aws without it."),
        new("--propagation", "SECONDS", "For so long a new key is refused. 10 without it."),
        new("--latency", "MILLISECONDS", "Time added to each call. None without it."),
        new("--start", "TIME", "Where the clock starts, e.g. 2026-11-20T07:00:00Z; now without it."),
    ];

    public static async Task RunAsync(OptionValues values)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var server = Start(values);
        ConnectionLines.Write(server);
        await stop.Task;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static SandboxServer Start(OptionValues values)
    {
        try
        {
            return SandboxServer.Start(new SandboxOptions
            {
                Port = values.WholeNumber("--port", 0),
                Users = values.WholeNumber("--users", 25),
                Accounts = values.WholeNumber("--accounts", 0),
                StaleUsers = values.WholeNumber("--stale", -1) is >= 0 and var stale ? stale : null,
                Seed = values.WholeNumber("--seed", 1),
                Partition = values.Text("--partition", "aws"),
                Propagation = TimeSpan.FromSeconds(values.WholeNumber("--propagation", 10)),
                Latency = TimeSpan.FromMilliseconds(values.WholeNumber("--latency", 0)),
                StartTime = values.Time("--start"),
            });
        }
        catch (ArgumentException error)
        {
            // The first sentence says it; the rest names parameters of code.
            throw new UsageException(error.Message.Split(" (Parameter", 2)[0]);
        }
        catch (SocketException error)
        {
            throw new UsageException("The port cannot be taken: " + error.Message + ".");
        }
    }
}
