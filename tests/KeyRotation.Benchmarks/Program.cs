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
        ["--help"] => HelpAsync(),
        _ => AuditBenchmark.RunAsync(),
    };

    private static async Task<int> HelpAsync()
    {
        await Console.Out.WriteLineAsync("Audits an account of 1,000 users, 50 of them flagged, with the module and with a boto3 loop, five times each.");
        return 0;
    }
}
