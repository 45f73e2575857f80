using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox;

namespace KeyRotation.Benchmarks;

/// <summary>
/// Audits of 500 and of 1,000 accounts with 20 users each, two of them flagged, at 300 ms a call and 64 accounts side by side; and of
/// 1,000 where 3 % of the accounts refuse their role and one call in ten is throttled. This process is the server, the client is one
/// of its own: its time is that of its work, its memory the most that it had.
/// </summary>
internal static class OrganizationBenchmark
{
    public const string Command = "organization";
    private const int Latency = 300;
    private const int UsersOfAccount = 20;
    private const int FlaggedOfAccount = 2;
    private const int MostThrottled = 2_000;

    public static async Task<int> RunAsync()
    {
        await MeasureAsync(accounts: 500, hasTrouble: false).ConfigureAwait(false);
        await MeasureAsync(accounts: 1000, hasTrouble: false).ConfigureAwait(false);
        await MeasureAsync(accounts: 1000, hasTrouble: true).ConfigureAwait(false);
        return 0;
    }

    private static async Task MeasureAsync(int accounts, bool hasTrouble)
    {
        await using SandboxServer server = SandboxServer.Start(new SandboxOptions
        {
            Accounts = accounts,
            Users = UsersOfAccount,
            StaleUsers = FlaggedOfAccount,
            ReportPolls = 0,
            Latency = TimeSpan.FromMilliseconds(Latency),
        });
        List<string> ids = server.Organization.AccountIds.Where(id => id != server.Account.AccountId).ToList();
        List<string> refusing = hasTrouble ? ids.Where((_, index) => index % 33 == 0).ToList() : [];
        refusing.ForEach(id => server.Organization.FindAccount(id)!.RemoveRole(SandboxOrganization.RoleName));
        for (int number = 0; hasTrouble && number < MostThrottled; number++)
        {
            // Every tenth call: an order counts the calls that pass, and not those that another one hits.
            server.Faults.Order(new Fault { Kind = FaultKind.Throttle, After = 9 * (number + 1) });
        }

        server.Calls.Clear();
        string[] answer = (await Client.RunAsync(Client.Own(OrganizationClient.Command, ids[0], accounts.ToString(CultureInfo.InvariantCulture)), Environment(server)).ConfigureAwait(false)).Split(' ');
        int calls = server.Calls.Snapshot().Count;
        int throttled = server.Calls.Snapshot().Count(call => call.Outcome == "Throttling");
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"{accounts,5:N0} accounts, {refusing.Count} refuse: {answer[0]} keys, {answer[1]} failures of {answer[2]} accounts, {answer[3]} s, {calls:N0} calls, {throttled:N0} throttled, {answer[4]} MB at most")).ConfigureAwait(false);
        if (int.Parse(answer[2], CultureInfo.InvariantCulture) != refusing.Count || answer[1] != answer[2])
        {
            throw new InvalidOperationException("Not every account that refuses its role is named, and named once.");
        }
    }

    private static Dictionary<string, string> Environment(SandboxServer server) => new(StringComparer.Ordinal)
    {
        ["AWS_ENDPOINT_URL"] = server.Endpoint.AbsoluteUri,
        ["AWS_ACCESS_KEY_ID"] = server.Administrator.AccessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = server.Administrator.SecretAccessKey,
        ["AWS_REGION"] = "us-east-1",
    };
}
