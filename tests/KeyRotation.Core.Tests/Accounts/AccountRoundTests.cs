using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Accounts;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Accounts;

public sealed class AccountRoundTests
{
    private static readonly List<Account> Accounts = Enumerable.Range(1, 100)
        .Select(number => new Account(number.ToString("D12", CultureInfo.InvariantCulture), "aws", "r", new ConnectionOptions()))
        .ToList();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_accounts_than_allowed_are_under_way_and_each_is_worked_on_once()
    {
        int underWay = 0;
        int most = 0;
        var worked = new ConcurrentBag<string>();

        await RunAsync(new RecordingReport(), async (account, _, _) =>
        {
            int now = Interlocked.Increment(ref underWay);
            int before;
            while (now > (before = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, now, before) != before)
            {
            }

            await Task.Yield();
            worked.Add(account.AccountId);
            Interlocked.Decrement(ref underWay);
        });

        Assert.InRange(most, 1, 7);
        Assert.Equal(Accounts.Select(account => account.AccountId), worked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whatever_one_account_fails_with_is_its_own_error_and_the_others_go_on()
    {
        var report = new RecordingReport();

        await RunAsync(report, async (account, own, _) =>
        {
            await own.ResultAsync(account);
            throw (int.Parse(account.AccountId, CultureInfo.InvariantCulture) % 4) switch
            {
                1 => new KeyRotationException("Some", FailureCategory.InvalidData, target: null, "some text"),
                2 => new ServiceException(ServiceErrorKind.Throttled, "iam", "ListUsers", "Throttling", "slow down"),
                3 => new InvalidOperationException("with a secret"),
                _ => new TimeoutException("another"),
            };
        });

        Assert.Equal(100, report.Results<Account>().Count);
        Assert.Equal(100, report.Failures.Select(failure => failure.Account!.AccountId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(report.Failures, failure => Assert.Contains(failure.Account!.AccountId, failure.Message, StringComparison.Ordinal));
        Assert.Equal(["Some", "Throttled", "UnexpectedError"], report.Failures.Select(failure => failure.ErrorId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(report.Failures, failure => failure.Message.Contains("with a secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_stop_no_account_is_begun()
    {
        using var stopping = new CancellationTokenSource();
        int begun = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AccountRound(new AccountRoundOptions("Working", 1), new RecordingReport()).RunAsync(
            Accounts,
            account => account,
            async (_, _, _) =>
            {
                if (++begun == 3)
                {
                    await stopping.CancelAsync();
                }
            },
            stopping.Token));

        Assert.Equal(3, begun);
    }

    private static Task RunAsync(IReport report, Func<Account, IReport, CancellationToken, Task> work) =>
        new AccountRound(new AccountRoundOptions("Working", 7), report).RunAsync(Accounts, account => account, work, Stop);
}
