using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Activity;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Activity;

/// <summary>What was done to a key.</summary>
public sealed class KeyChangeTests
{
    private const string Caller = "arn:aws:iam::123456789012:user/sandbox-admin";

    [Fact]
    public async Task A_rotation_and_what_follows_are_found_by_the_id_of_the_key_and_known_as_this_module_s()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotatedAccessKey rotated = (await account.RotateAndUseAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>().Single();
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync(null, new KeyTarget("svc"));

        RecordingReport created = await account.ChangesAsync(null, new KeyTarget(string.Empty, rotated.AccessKeyId));
        RecordingReport disabled = await account.ChangesAsync(null, new KeyTarget("svc", old.AccessKeyId));

        KeyChange creation = Assert.Single(created.Results<KeyChange>());
        Assert.Equal(("svc", "CreateAccessKey", "Active", Caller, "127.0.0.1", true, null), (creation.UserName, creation.Action, creation.Status, creation.CallerArn, creation.SourceAddress, creation.IsKeyRotation, creation.ErrorCode));
        KeyChange disabling = Assert.Single(disabled.Results<KeyChange>());
        Assert.Equal(("UpdateAccessKey", "Inactive", true), (disabling.Action, disabling.Status, disabling.IsKeyRotation));
        Assert.Empty(created.Failures.Concat(disabled.Failures));
    }

    [Fact]
    public async Task A_user_s_changes_are_those_of_all_its_keys_deleted_ones_included_the_first_first()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 200);
        await account.RotateAndUseAsync(new KeyTarget("svc"));
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync(null, new KeyTarget("svc"));
        account.Server.Clock.Advance(TimeSpan.FromDays(8));
        await account.RemoveAsync(null, new KeyTarget("svc"));

        RecordingReport report = await account.ChangesAsync(new ActivityOptions { Back = TimeSpan.FromDays(30) }, new KeyTarget("svc"));

        Assert.Equal(["CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey"], report.Results<KeyChange>().Select(change => change.Action));
        Assert.Null(report.Results<KeyChange>()[2].Status);
        Assert.Equal(["us-east-1"], account.Server.Calls.Snapshot().Where(call => call.Operation == "LookupEvents").Select(call => call.Region!).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refused_change_is_shown_as_refused()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        account.State.AllowActions(SandboxServer.AdministratorName, "iam:List*", "cloudtrail:LookupEvents");
        await Assert.ThrowsAsync<ServiceException>(() => account.Session.Identity.DeleteAccessKeyAsync("svc", key.AccessKeyId, TestContext.Current.CancellationToken));

        KeyChange change = Assert.Single((await account.ChangesAsync(null, new KeyTarget("svc", key.AccessKeyId))).Results<KeyChange>());

        Assert.Equal(("DeleteAccessKey", "AccessDenied"), (change.Action, change.ErrorCode));
    }

    [Fact]
    public async Task Where_nothing_was_done_it_is_said_how_far_back_was_looked()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);

        RecordingReport report = await account.ChangesAsync(null, new KeyTarget("svc", key.AccessKeyId));

        Assert.Contains("last 7 days in us-east-1", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }
}
