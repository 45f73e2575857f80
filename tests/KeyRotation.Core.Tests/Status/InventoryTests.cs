using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Status;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Status;

public sealed class InventoryTests
{
    [Fact]
    public async Task All_keys_of_an_account_cost_no_call_more_than_those_with_which_something_is_going_on()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Users = 300, ReportPolls = 0 });

        await account.AuditAsync();
        account.Server.Calls.Clear();
        RecordingReport some = await LookAsync(account, new StatusOptions());
        int callsForSome = account.Server.Calls.Snapshot().Count;
        account.Server.Calls.Clear();
        RecordingReport all = await LookAsync(account, new StatusOptions { All = true });

        Assert.Equal(callsForSome, account.Server.Calls.Snapshot().Count);
        Assert.Equal(account.State.Users.Sum(user => user.Keys.Count), all.Results<KeyStatus>().Count);
        Assert.True(some.Results<KeyStatus>().Count < all.Results<KeyStatus>().Count);
    }

    [Fact]
    public async Task A_key_with_which_nothing_is_going_on_has_its_age_and_last_use_and_no_id()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("calm", 10);
        account.State.RecordUse(key.AccessKeyId, "s3", "eu-west-1", TestAccount.Start.AddDays(-1));

        KeyStatus calm = (await LookAsync(account, new StatusOptions { All = true })).Results<KeyStatus>().Single(status => status.UserName == "calm");

        Assert.Equal((KeyStage.Current, null, "s3"), (calm.StageValue, calm.AccessKeyId, calm.LastUsed.Service));
        Assert.Equal(TestAccount.Start.AddDays(80), calm.DueDate);
        Assert.NotNull(calm.ReportTime);
    }

    [Fact]
    public async Task A_key_that_was_looked_at_has_the_report_s_last_use_and_the_user_s_tags()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("old", 200);
        account.State.RecordUse(key.AccessKeyId, "s3", "eu-west-1", TestAccount.Start.AddDays(-1));
        account.State.SetTag("old", "owner", "data@example.com");

        KeyStatus old = (await LookAsync(account, new StatusOptions())).Results<KeyStatus>().Single();

        Assert.Equal((KeyStage.Stale, key.AccessKeyId, "s3"), (old.StageValue, old.AccessKeyId, old.LastUsed.Service));
        Assert.Equal("data@example.com", old.Tags!["owner"]);
        Assert.Equal(0, account.Server.Calls.Count("GetAccessKeyLastUsed"));
    }

    [Fact]
    public async Task The_root_user_s_key_is_in_the_inventory_and_no_step_is_proposed()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.State.RootHasAccessKey = true;

        KeyStatus root = (await LookAsync(account, new StatusOptions { All = true })).Results<KeyStatus>().Single(status => status.UserName == "<root_account>");

        Assert.Null(root.NextStep);
        Assert.Contains("root", root.Blocker, StringComparison.Ordinal);
        Assert.False(root.IsDue);
    }

    private static async Task<RecordingReport> LookAsync(TestAccount account, StatusOptions options)
    {
        var report = new RecordingReport();
        await new AccountStatus(account.Session.Limited(8), options, report).RunAsync([], TestContext.Current.CancellationToken);
        return report;
    }
}
