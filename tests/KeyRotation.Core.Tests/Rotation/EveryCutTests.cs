using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Retirement;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Rotation;

/// <summary>
/// Each call of each step is cut in each way, once or from then on for good, and the step is then taken again. Nothing
/// is lost at either point, and the second time comes to the end.
/// </summary>
public sealed class EveryCutTests
{
    private const string UserName = "svc";

    /// <summary>Each cut has an account of its own, and waits for repeated calls for most of its time.</summary>
    private static readonly ParallelOptions CutsAtOnce = new() { MaxDegreeOfParallelism = 6 };

    private readonly ITestOutputHelper output;

    public EveryCutTests(ITestOutputHelper output) => this.output = output;

    public static TheoryData<FaultKind, bool> Cuts()
    {
        var cuts = new TheoryData<FaultKind, bool>();
        foreach (FaultKind kind in new[]
        {
            FaultKind.Throttle, FaultKind.ServiceFailure, FaultKind.HtmlUnavailable, FaultKind.CutBefore,
            FaultKind.CutAfter, FaultKind.CutDuring, FaultKind.MalformedAnswer, FaultKind.ErrorAfter,
        })
        {
            cuts.Add(kind, false);
            cuts.Add(kind, true);
        }

        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_rotation_cut_at_any_call_loses_nothing_and_the_next_one_ends_it(FaultKind kind, bool forGood)
    {
        int calls = await CountAsync(PrepareNothingAsync, RotateAsync);
        Assert.True(calls >= 11, $"{calls} calls");
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), CutsAtOnce, async (call, _) =>
        {
            await using TestAccount account = await StartAsync(PrepareNothingAsync);
            string oldId = account.State.FindUser(UserName)!.Keys.Single().AccessKeyId;
            RecordingReport cut = await CutAsync(account, RotateAsync, kind, call, forGood);

            Assert.Equal("Active", account.StatusOf(oldId));
            Assert.All(cut.Results<RotatedAccessKey>(), key => AssertDelivered(account, key));
            AssertNoOrphan(account, oldId, cut);

            account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
            RecordingReport again = await RotateAsync(account);

            Assert.Empty(again.Failures);
            AssertEnded(account, oldId, [cut, again]);
        });
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_disabling_cut_at_any_call_leaves_a_working_key_and_the_next_one_ends_it(FaultKind kind, bool forGood)
    {
        int calls = await CountAsync(PrepareSupersededAsync, DisableAsync);
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), CutsAtOnce, async (call, _) =>
        {
            await using TestAccount account = await StartAsync(PrepareSupersededAsync);
            (string oldId, string newId) = Keys(account);
            await CutAsync(account, DisableAsync, kind, call, forGood);

            Assert.Equal("Active", account.StatusOf(newId));
            RecordingReport again = await DisableAsync(account);

            Assert.Empty(again.Failures);
            Assert.Equal("Inactive", account.StatusOf(oldId));
            Assert.Equal("Active", account.StatusOf(newId));
            Assert.StartsWith("quarantined", account.TagsOf(UserName)["keyrotation:" + oldId], StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_enabling_cut_at_any_call_is_ended_by_the_next_one(FaultKind kind, bool forGood)
    {
        int calls = await CountAsync(PrepareQuarantinedAsync, EnableAsync);
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), CutsAtOnce, async (call, _) =>
        {
            await using TestAccount account = await StartAsync(PrepareQuarantinedAsync);
            (string oldId, string newId) = Keys(account);
            await CutAsync(account, EnableAsync, kind, call, forGood);

            RecordingReport again = await account.EnableAsync(new KeyTarget(UserName, oldId));

            Assert.Empty(again.Failures);
            Assert.Equal("Active", account.StatusOf(oldId));
            Assert.Equal("Active", account.StatusOf(newId));
            Assert.StartsWith("superseded", account.TagsOf(UserName)["keyrotation:" + oldId], StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_removal_cut_at_any_call_never_deletes_an_active_key_and_the_next_one_ends_it(FaultKind kind, bool forGood)
    {
        int calls = await CountAsync(PrepareRetiredAsync, RemoveAsync);
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), CutsAtOnce, async (call, _) =>
        {
            await using TestAccount account = await StartAsync(PrepareRetiredAsync);
            (string oldId, string newId) = Keys(account);
            await CutAsync(account, RemoveAsync, kind, call, forGood);

            RecordingReport again = await RemoveAsync(account);

            Assert.Empty(again.Failures);
            Assert.Equal("deleted", account.StatusOf(oldId));
            Assert.Equal("Active", account.StatusOf(newId));
            Assert.All(account.State.DeletedKeys, key => Assert.Equal(SandboxKeyStatus.Inactive, key.StatusAtDeletion));
        });
    }

    private static async Task<TestAccount> StartAsync(Func<TestAccount, Task> prepare)
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.FromSeconds(2), ReportPolls = 0 });
        account.UserWithKey(UserName, 200);
        await prepare(account);
        account.Server.Calls.Clear();
        return account;
    }

    private async Task<int> CountAsync(Func<TestAccount, Task> prepare, Func<TestAccount, Task<RecordingReport>> step)
    {
        await using TestAccount account = await StartAsync(prepare);
        Assert.Empty((await step(account)).Failures);
        int calls = account.Server.Calls.Snapshot().Count;
        output.WriteLine($"{calls} calls, each cut");
        return calls;
    }

    private static async Task<RecordingReport> CutAsync(TestAccount account, Func<TestAccount, Task<RecordingReport>> step, FaultKind kind, int call, bool forGood)
    {
        account.Server.Faults.Order(new Fault { Operation = "*", Kind = kind, After = call, Times = forGood ? int.MaxValue : 1 });
        try
        {
            return await step(account);
        }
        catch (Exception problem) when (problem is ServiceException or KeyRotationException)
        {
            // Nothing could go on: the account's report are not available, for one.
            return new RecordingReport();
        }
        finally
        {
            account.Server.Faults.Clear();
        }
    }

    private static Task PrepareNothingAsync(TestAccount account) => Task.CompletedTask;

    private static async Task PrepareSupersededAsync(TestAccount account)
    {
        Assert.Empty((await account.RotateAndUseAsync(new KeyTarget(UserName))).Failures);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
    }

    private static async Task PrepareQuarantinedAsync(TestAccount account)
    {
        await PrepareSupersededAsync(account);
        Assert.Empty((await DisableAsync(account)).Failures);
    }

    private static async Task PrepareRetiredAsync(TestAccount account)
    {
        await PrepareQuarantinedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(8));
    }

    private static Task<RecordingReport> RotateAsync(TestAccount account) =>
        account.RotateAsync(new KeyTarget(UserName, account.State.FindUser(UserName)!.Keys.OrderBy(key => key.CreateDate).First().AccessKeyId));

    private static Task<RecordingReport> DisableAsync(TestAccount account) => account.DisableAsync();

    private static Task<RecordingReport> EnableAsync(TestAccount account) => account.EnableAsync(new KeyTarget(UserName));

    private static Task<RecordingReport> RemoveAsync(TestAccount account) => account.RemoveAsync(new RetirementOptions());

    private static (string OldId, string NewId) Keys(TestAccount account)
    {
        List<SandboxAccessKey> keys = account.State.FindUser(UserName)!.Keys.OrderBy(key => key.CreateDate).ToList();
        return (keys[0].AccessKeyId, keys[1].AccessKeyId);
    }

    private static void AssertDelivered(TestAccount account, RotatedAccessKey key)
    {
        Assert.Equal("Active", account.StatusOf(key.AccessKeyId));
        Assert.Equal(account.State.FindKey(key.AccessKeyId)!.SecretAccessKey, key.GetSecretAccessKeyAsPlainText());
    }

    /// <summary>A key whose secret nobody took is gone, or the journal says that a rotation is under way.</summary>
    private static void AssertNoOrphan(TestAccount account, string oldId, RecordingReport report)
    {
        bool isPending = account.TagsOf(UserName).ContainsKey("keyrotation:pending");
        IEnumerable<string> taken = report.Results<RotatedAccessKey>().Select(key => key.AccessKeyId);
        IEnumerable<string> nobodys = account.State.FindUser(UserName)!.Keys.Select(key => key.AccessKeyId).Except(taken, StringComparer.Ordinal).Where(id => id != oldId);
        Assert.True(isPending || !nobodys.Any(), "a key whose secret nobody has, and no entry that leads to it");
    }

    private static void AssertEnded(TestAccount account, string oldId, RecordingReport[] reports)
    {
        SandboxAccessKey created = Assert.Single(account.State.FindUser(UserName)!.Keys, key => key.AccessKeyId != oldId);
        Assert.Equal(SandboxKeyStatus.Active, created.Status);
        Assert.Equal("Active", account.StatusOf(oldId));
        Assert.Contains(reports, report => report.Results<RotatedAccessKey>().Any(key => key.AccessKeyId == created.AccessKeyId));
        IReadOnlyDictionary<string, string> tags = account.TagsOf(UserName);
        Assert.Equal(2, tags.Count);
        Assert.StartsWith("current", tags["keyrotation:" + created.AccessKeyId], StringComparison.Ordinal);
        Assert.StartsWith("superseded", tags["keyrotation:" + oldId], StringComparison.Ordinal);
        Assert.All(account.State.DeletedKeys, key => Assert.Equal(SandboxKeyStatus.Inactive, key.StatusAtDeletion));
    }
}
