using System;
using System.Threading.Tasks;

namespace KeyRotation.Benchmarks;

/// <summary>
/// Measures the module beside what is usually done, on one server in one run. Timings are noisy: read the ratios.
/// <c>dotnet run -c Release --project tests/KeyRotation.Benchmarks</c>
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => arguments switch
    {
        [AuditBenchmark.ClientCommand, ..] => AuditClient.RunAsync(),
        [ReportBenchmark.Command] => ReportBenchmark.RunAsync(),
        [ReportBenchmark.ClientCommand, string path] => ReportBenchmark.RunClientAsync(path),
        [RotationBenchmark.Command] => RotationBenchmark.RunAsync(),
        ["--help"] => HelpAsync(),
        _ => AuditBenchmark.RunAsync(),
    };

    private static async Task<int> HelpAsync()
    {
        await Console.Out.WriteLineAsync("audit (default): an account of 1,000 users, 50 of them flagged, with the module and with a boto3 loop, five times each; some minutes.\n" + "rotate: 100 users at 50 ms a call and 10 s until a new key is known.");
        return 0;
    }
}
