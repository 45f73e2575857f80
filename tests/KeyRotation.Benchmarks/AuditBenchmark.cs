using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox;

namespace KeyRotation.Benchmarks;

/// <summary>
/// The audit of accounts of 1,000 and of 5,000 users (the most that an account can have), one in twenty flagged: the module beside a boto3 loop of ListUsers,
/// ListAccessKeys and GetAccessKeyLastUsed, and beside the AWS CLI's credential report piped into Python. This process is
/// the server; each client is a process of its own, and its time is that of its work without the start of the runtime.
/// </summary>
internal static class AuditBenchmark
{
    public const string ClientCommand = "audit-client";
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        foreach ((int users, int latency) in new[] { (1000, 0), (1000, 20), (4999, 0), (4999, 20) })
        {
            // A loop over as many users at 20 ms a call takes minutes: once is enough.
            int rounds = users > 1000 && latency > 0 ? 1 : Rounds;
            await using SandboxServer server = SandboxServer.Start(new SandboxOptions { Users = users, StaleUsers = users / 20, ReportPolls = 0, Latency = TimeSpan.FromMilliseconds(latency) });
            await WriteAsync(FormattableString.Invariant($"{users:N0} users, {users / 20} flagged, {latency} ms a call, median of {rounds}"));
            double own = await MeasureAsync(server, "KeyRotation", rounds, Client.Own(ClientCommand));
            await CompareAsync(server, "boto3 loop", rounds, own, "audit_boto3.py");
            await CompareAsync(server, "AWS CLI", rounds, own, "audit_cli.py");
        }

        return 0;
    }

    private static async Task CompareAsync(SandboxServer server, string name, int rounds, double own, string script)
    {
        try
        {
            double seconds = await MeasureAsync(server, name, rounds, Client.Python(script));
            await WriteAsync(FormattableString.Invariant($"               {seconds / own:0.0} : 1"));
        }
        catch (Exception problem) when (problem is Win32Exception or InvalidOperationException)
        {
            await WriteAsync($"  {name} was not measured: {problem.Message.Split('\n')[^1]}");
        }
    }

    private static async Task<double> MeasureAsync(SandboxServer server, string name, int rounds, (string File, string[] Arguments) client)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL"] = server.Endpoint.AbsoluteUri,
            ["AWS_ACCESS_KEY_ID"] = server.Administrator.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = server.Administrator.SecretAccessKey,
            ["AWS_REGION"] = "us-east-1",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
        };
        var seconds = new List<double>();
        string found = string.Empty;
        int calls = 0;
        for (int round = 0; round < rounds; round++)
        {
            server.Calls.Clear();
            string[] answer = (await Client.RunAsync(client, environment)).Split(' ');
            found = answer[0];
            seconds.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
            calls = server.Calls.Snapshot().Count;
        }

        double median = seconds.Order().ElementAt(rounds / 2);
        await WriteAsync(FormattableString.Invariant($"  {name,-12} {median,7:0.000} s  {calls,6} calls  {found} keys"));
        return median;
    }

    private static Task WriteAsync(string line) => Console.Out.WriteLineAsync(line);
}
