using System;
using System.Globalization;
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
        [OrganizationBenchmark.Command] => OrganizationBenchmark.RunAsync(),
        [OrganizationClient.Command, string firstId, string count] => OrganizationClient.RunAsync(firstId, int.Parse(count, CultureInfo.InvariantCulture)),
        [RotationBenchmark.Command] => RotationBenchmark.RunAsync(),
        ["--help"] => HelpAsync(),
        _ => AuditBenchmark.RunAsync(),
    };

    private static async Task<int> HelpAsync()
    {
        await Console.Out.WriteLineAsync("audit (default): accounts of 1,000 and 5,000 users, with the module, a boto3 loop and the AWS CLI; a quarter of an hour.\n" + "report: a saved report of 1,000,000 users beside Python's csv module.\n" + "organization: 500 and 1,000 accounts at 300 ms a call, also with throttling and roles that are refused.\n" + "rotate: 100 users at 50 ms a call and 10 s until a new key is known.");
        return 0;
    }
}
