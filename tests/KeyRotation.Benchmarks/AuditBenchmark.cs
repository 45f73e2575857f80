using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox;

namespace KeyRotation.Benchmarks;

/// <summary>
/// The audit of an account of 1,000 users, 50 of them flagged: the module beside a boto3 loop of ListUsers,
/// ListAccessKeys and GetAccessKeyLastUsed. This process is the server; each client is a process of its own.
/// </summary>
internal static class AuditBenchmark
{
    public const string ClientCommand = "audit-client";
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        foreach (TimeSpan latency in new[] { TimeSpan.Zero, TimeSpan.FromMilliseconds(20) })
        {
            await using SandboxServer server = SandboxServer.Start(new SandboxOptions { Users = 1000, StaleUsers = 50, ReportPolls = 0, Latency = latency });
            await WriteAsync($"1,000 users, 50 flagged, {latency.TotalMilliseconds} ms a call, median of {Rounds}");
            double own = await MeasureAsync(server, "KeyRotation", Environment.ProcessPath!, ClientArguments());
            double? boto = await TryMeasureAsync(server, "boto3 loop", "python3", Path.Combine(AppContext.BaseDirectory, "audit_boto3.py"));
            await WriteAsync(boto is double seconds ? FormattableString.Invariant($"  ratio        {seconds / own:0.0} : 1") : "  boto3 was not measured: python3 with boto3 is not there.");
        }

        return 0;
    }

    private static string[] ClientArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(AuditBenchmark).Assembly.Location, ClientCommand]
            : [ClientCommand];

    private static async Task<double?> TryMeasureAsync(SandboxServer server, string name, string file, params string[] arguments)
    {
        try
        {
            return await MeasureAsync(server, name, file, arguments);
        }
        catch (Exception problem) when (problem is Win32Exception or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<double> MeasureAsync(SandboxServer server, string name, string file, params string[] arguments)
    {
        var seconds = new List<double>();
        string found = string.Empty;
        int calls = 0;
        for (int round = 0; round < Rounds; round++)
        {
            server.Calls.Clear();
            string[] answer = (await RunClientAsync(server, file, arguments)).Split(' ');
            found = answer[0];
            seconds.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
            calls = server.Calls.Snapshot().Count;
        }

        double median = seconds.Order().ElementAt(Rounds / 2);
        await WriteAsync(FormattableString.Invariant($"  {name,-12} {median,7:0.000} s  {calls,5} calls  {found} keys"));
        return median;
    }

    private static async Task<string> RunClientAsync(SandboxServer server, string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ENDPOINT_URL"] = server.Endpoint.AbsoluteUri;
        start.Environment["AWS_ACCESS_KEY_ID"] = server.Administrator.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = server.Administrator.SecretAccessKey;
        start.Environment["AWS_REGION"] = start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        using Process client = Process.Start(start) ?? throw new InvalidOperationException("The client did not start.");
        string output = await client.StandardOutput.ReadToEndAsync();
        string errors = await client.StandardError.ReadToEndAsync();
        await client.WaitForExitAsync();
        return client.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException(errors);
    }

    private static Task WriteAsync(string line) => Console.Out.WriteLineAsync(line);
}
