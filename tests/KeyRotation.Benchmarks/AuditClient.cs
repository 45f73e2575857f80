using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Aws;

namespace KeyRotation.Benchmarks;

/// <summary>One audit in a process of its own, as a cmdlet makes it: connection, audit, results.</summary>
internal static class AuditClient
{
    public static async Task<int> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        using AwsConnection connection = await AwsConnection.OpenAsync(new ConnectionOptions(), TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        var count = new CountingReport();
        var options = new AuditOptions { Rule = new StaleRule(TimeSpan.FromDays(90), UnusedFor: null) };
        await new StaleKeyAudit(connection.Account.Limited(callsInFlight: 8), options, count).RunAsync(CancellationToken.None).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(FormattableString.Invariant($"{count.Results} {watch.Elapsed.TotalSeconds:0.000}")).ConfigureAwait(false);
        return 0;
    }
}
