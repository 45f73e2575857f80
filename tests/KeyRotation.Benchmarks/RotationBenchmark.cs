using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Steps;

namespace KeyRotation.Benchmarks;

/// <summary>
/// Rotates 100 users at 50 ms a call and 10 s until a new key is known, with 8 calls in flight. One user after
/// another would take over 1,000 s.
/// </summary>
internal static class RotationBenchmark
{
    public const string Command = "rotate";
    private const int Users = 100;

    public static async Task<int> RunAsync()
    {
        await using SandboxServer server = SandboxServer.Start(new SandboxOptions { Latency = TimeSpan.FromMilliseconds(50), Propagation = TimeSpan.FromSeconds(10), FlickeringAcceptances = 1 });
        List<KeyTarget> targets = Enumerable.Range(0, Users).Select(number => AddUser(server, "svc" + number)).ToList();
        var connection = new ConnectionOptions
        {
            EndpointUrl = server.Endpoint.AbsoluteUri,
            AccessKey = server.Administrator.AccessKeyId,
            SecretKey = SecretText.Protect(server.Administrator.SecretAccessKey),
            Region = "us-east-1",
        };
        var watch = Stopwatch.StartNew();
        using AwsConnection open = await AwsConnection.OpenAsync(connection, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        var report = new CountingReport();
        AccountSession account = open.Account.Limited(callsInFlight: 8);
        await new StepRunner(account, AccountPass.CreateRotationRules(account, new RotationOptions(), report), new StepRunnerOptions(), report)
            .RunAsync(targets, CancellationToken.None).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"{report.Results} of {Users} users rotated in {watch.Elapsed.TotalSeconds:0.0} s with {server.Calls.Snapshot().Count} calls (50 ms a call, 10 s until a key is known, 8 calls in flight)")).ConfigureAwait(false);
        return report.Results == Users ? 0 : 1;
    }

    private static KeyTarget AddUser(SandboxServer server, string userName)
    {
        DateTimeOffset created = server.Clock.UtcNow.AddDays(-200);
        server.Account.CreateUser(userName, created);
        return new KeyTarget(userName, server.Account.AddAccessKey(userName, created).AccessKeyId);
    }
}
