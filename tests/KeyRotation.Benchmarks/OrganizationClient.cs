using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Audit;
using KeyRotation.Aws;
using KeyRotation.Sandbox;

namespace KeyRotation.Benchmarks;

/// <summary>An audit of many accounts in a process of its own, as the cmdlet makes it.</summary>
internal static class OrganizationClient
{
    public const string Command = "organization-client";
    private const int AccountsAtOnce = 64;
    private const double BytesOfMegabyte = 1024 * 1024;

    public static async Task<int> RunAsync(string firstId, int count)
    {
        var watch = Stopwatch.StartNew();
        var source = new ConnectionOptions();
        long first = long.Parse(firstId, CultureInfo.InvariantCulture);
        List<Account> accounts = Enumerable.Range(0, count)
            .Select(index => new Account((first + index).ToString(CultureInfo.InvariantCulture), "aws", SandboxOrganization.RoleName, source))
            .ToList();
        var report = new FailureCount();
        var door = new AccountDoor(TimeProvider.System, report: null, CancellationToken.None);
        var options = new AuditOptions { Rule = new StaleRule(TimeSpan.FromDays(90), UnusedFor: null) };
        await new AccountRound(new AccountRoundOptions("Auditing", AccountsAtOnce), report).RunAsync(
            accounts,
            account => account,
            async (account, own, cancellationToken) =>
            {
                using AwsConnection open = await door.OpenAsync(account.GetConnection(), own, cancellationToken).ConfigureAwait(false);
                await new StaleKeyAudit(open.Account.Limited(callsInFlight: 8), options, own).RunAsync(cancellationToken).ConfigureAwait(false);
            },
            CancellationToken.None).ConfigureAwait(false);
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"{report.Results} {report.Failed.Count} {report.Failed.Distinct(StringComparer.Ordinal).Count()} {watch.Elapsed.TotalSeconds:0.0} {Process.GetCurrentProcess().PeakWorkingSet64 / BytesOfMegabyte:0}")).ConfigureAwait(false);
        return 0;
    }

    /// <summary>Counts results, and keeps whose the failures are.</summary>
    private sealed class FailureCount : IReport
    {
        private readonly CountingReport counting = new();

        public ConcurrentQueue<string> Failed { get; } = new();

        public int Results => counting.Results;

        public Task ResultAsync(IResult result) => counting.ResultAsync(result);

        public Task ResultsAsync(IReadOnlyCollection<IResult> results) => counting.ResultsAsync(results);

        public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => counting.AgreeAsync(target, action, cancellationToken);

        public void LeftForLater(KeyRotationException refusal) => Failure(refusal);

        public void Failure(KeyRotationException failure) => Failed.Enqueue(failure.Account?.AccountId ?? failure.Message);

        public void Warning(string message)
        {
        }

        public void Verbose(string message)
        {
        }

        public void Progress(WorkProgress progress)
        {
        }
    }
}
