using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.CredentialReports;

namespace KeyRotation.Benchmarks;

/// <summary>
/// A saved credential report of 1,000,000 users, and one of 5,000 for the cost of a cold start: the module beside
/// Python's csv module, which only reads the file. Each run is a process of its own.
/// </summary>
internal static class ReportBenchmark
{
    public const string Command = "report";
    public const string ClientCommand = "report-client";
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        string path = Path.Combine(Path.GetTempPath(), $"keyrotation-report-{Environment.ProcessId}.csv");
        try
        {
            foreach (int users in new[] { 5_000, 1_000_000 })
            {
                await ReportFile.WriteAsync(path, users);
                await Console.Out.WriteLineAsync(FormattableString.Invariant($"{users:N0} users, {new FileInfo(path).Length / 1e6:0} MB, median of {Rounds}"));
                await MeasureAsync(path);
            }
        }
        finally
        {
            File.Delete(path);
        }

        return 0;
    }

    /// <summary>Reads a report as the cmdlet does and prints seconds, keys and the peak of the working set.</summary>
    public static async Task<int> RunClientAsync(string path)
    {
        var watch = Stopwatch.StartNew();
        var count = new CountingReport();
        var options = new AuditOptions { Rule = new StaleRule(TimeSpan.FromDays(90), UnusedFor: null) };
        await new SavedReports(new SavedReportAudit(options, TimeProvider.System)).ReadAsync(() => File.OpenRead(path), path, count, CancellationToken.None).ConfigureAwait(false);
        double seconds = watch.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        await Console.Out.WriteLineAsync(FormattableString.Invariant($"{seconds:0.0000} {count.Results} {process.PeakWorkingSet64 / 1e6:0}")).ConfigureAwait(false);
        return 0;
    }

    private static async Task MeasureAsync(string path)
    {
        var own = new List<string[]>();
        var python = new List<double>();
        bool hasPython = true;
        for (int round = 0; round < Rounds; round++)
        {
            own.Add((await Client.RunAsync(Client.Own(ClientCommand, path))).Split(' '));
            try
            {
                python.Add(Number(await Client.RunAsync(Client.Python("read_csv.py", path))));
            }
            catch (Win32Exception)
            {
                hasPython = false;
            }
        }

        double seconds = Median(own.Select(line => Number(line[0])));
        await Console.Out.WriteLineAsync(FormattableString.Invariant($"  KeyRotation  {seconds:0.000} s, {own[0][1]} keys, {own[0][2]} MB at most"));
        await Console.Out.WriteLineAsync(hasPython
            ? FormattableString.Invariant($"  Python csv   {Median(python):0.000} s\n  ratio        {Median(python) / seconds:0.0} : 1")
            : "  Python was not measured: python3 is not there.");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
