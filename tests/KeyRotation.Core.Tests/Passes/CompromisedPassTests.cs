using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Status;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Passes;

/// <summary>What a pass, and a rotation by name, do for a user whose key was disabled as compromised.</summary>
public sealed class CompromisedPassTests
{
    [Fact]
    public async Task A_user_whose_only_key_was_disabled_gets_a_new_one_and_the_old_one_stays_for_its_quarantine()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 20);
        await account.CompromisedAsync(new KeyTarget("svc", old.AccessKeyId) { Finding = "f1" });
        account.Server.Clock.Advance(TimeSpan.FromHours(5));

        RecordingReport pass = await account.PassAsync();

        RotatedAccessKey rotated = pass.Results<IResult>().OfType<RotatedAccessKey>().Single();
        Assert.Empty(pass.Failures);
        Assert.Equal(("Inactive", "Active"), (account.StatusOf(old.AccessKeyId), account.StatusOf(rotated.AccessKeyId)));
        Assert.Matches($"^quarantined since=2026-03-02T14:.*Z by={rotated.AccessKeyId} cause=compromised finding=f1$", account.TagsOf("svc")["keyrotation:" + old.AccessKeyId]);

        account.Server.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Empty((await account.PassAsync()).Results<IResult>());
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.PassAsync();
        Assert.Equal(("deleted", "Active"), (account.StatusOf(old.AccessKeyId), account.StatusOf(rotated.AccessKeyId)));
    }

    [Fact]
    public async Task A_key_that_no_pass_replaced_during_its_quarantine_is_replaced_first_and_its_quarantine_begins_again()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 20);
        await account.CompromisedAsync(new KeyTarget("svc", old.AccessKeyId));
        account.Server.Clock.Advance(TimeSpan.FromDays(9));

        await account.PassAsync();
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
        Assert.Equal(2, account.State.FindUser("svc")!.Keys.Count);
        await account.PassAsync();
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
        account.Server.Clock.Advance(TimeSpan.FromDays(8));
        await account.PassAsync();

        Assert.Equal("deleted", account.StatusOf(old.AccessKeyId));
        Assert.Equal(SandboxKeyStatus.Active, Assert.Single(account.State.FindUser("svc")!.Keys).Status);
    }

    [Fact]
    public async Task Beside_a_healthy_key_there_is_nothing_to_replace()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey bad = account.UserWithKey("svc", 20);
        account.State.AddAccessKey("svc", TestAccount.Start.AddDays(-5));
        await account.CompromisedAsync(new KeyTarget("svc", bad.AccessKeyId));
        account.Server.Clock.Advance(TimeSpan.FromHours(5));

        RecordingReport pass = await account.PassAsync();

        Assert.Empty(pass.Failures);
        Assert.Empty(pass.Results<IResult>());
        Assert.Equal("KeyNotActive", Assert.Single((await account.RotateAsync(new KeyTarget("svc", bad.AccessKeyId))).Failures).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rotation_by_name_replaces_it_at_once_and_only_once(bool byId)
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 20);
        await account.CompromisedAsync(new KeyTarget("svc", old.AccessKeyId));

        RotatedAccessKey rotated = Assert.Single((await account.RotateAsync(new KeyTarget("svc", byId ? old.AccessKeyId : null))).Results<RotatedAccessKey>());
        Assert.Equal(old.AccessKeyId, rotated.ReplacedAccessKeyId);

        RecordingReport again = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));
        Assert.Empty(again.Failures);
        Assert.Contains("was rotated already", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_other_key_takes_the_room_the_message_names_the_key_that_can_be_brought_back()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotatedAccessKey rotated = Assert.Single((await account.RotateAndUseAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>());
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync();
        RecordingReport report = await account.CompromisedAsync(new KeyTarget("svc", rotated.AccessKeyId));
        Assert.Contains($"Enable-OldAccessKey -UserName svc -AccessKeyId {old.AccessKeyId}", Assert.Single(report.Warnings), StringComparison.Ordinal);

        KeyRotationException refused = Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Failures);
        Assert.Equal("NoRoomForKey", refused.ErrorId);
        Assert.Contains("Enable-OldAccessKey", refused.Message, StringComparison.Ordinal);

        Assert.Equal("Current", Assert.Single((await account.EnableAsync(new KeyTarget("svc", old.AccessKeyId))).Results<AccessKey>()).Stage);
        Assert.Equal(("Active", "Inactive"), (account.StatusOf(old.AccessKeyId), account.StatusOf(rotated.AccessKeyId)));
    }

    [Fact]
    public async Task A_rotation_that_died_over_a_compromised_key_is_taken_back_and_done_again()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 20);
        await account.CompromisedAsync(new KeyTarget("svc", old.AccessKeyId));
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=t");
        SandboxAccessKey left = account.State.AddAccessKey("svc", TestAccount.Start.AddSeconds(3));
        account.Server.Clock.Advance(TimeSpan.FromHours(5));

        RecordingReport pass = await account.PassAsync();

        Assert.Empty(pass.Failures);
        Assert.Equal("deleted", account.StatusOf(left.AccessKeyId));
        Assert.Equal("Active", account.StatusOf(pass.Results<IResult>().OfType<RotatedAccessKey>().Single().AccessKeyId));
    }

    [Fact]
    public async Task A_rotation_under_way_keeps_the_entry_of_its_old_key_that_was_disabled_meanwhile()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RecordingReport? disabled = null;
        var report = new RecordingReport { OnResult = async _ => disabled = await account.CompromisedAsync(new KeyTarget("svc", old.AccessKeyId)) };

        RotatedAccessKey rotated = Assert.Single((await account.RotateAsync(new KeyTarget("svc"), report: report)).Results<RotatedAccessKey>());

        Assert.Contains("may still be running", Assert.Single(disabled!.Warnings), StringComparison.Ordinal);
        Assert.Equal(("Inactive", "Active"), (account.StatusOf(old.AccessKeyId), account.StatusOf(rotated.AccessKeyId)));
        Assert.EndsWith($"by={rotated.AccessKeyId} cause=compromised", account.TagsOf("svc")["keyrotation:" + old.AccessKeyId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_that_was_disabled_while_it_was_delivered_replaces_nothing()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        var report = new RecordingReport { OnResult = async result => await account.CompromisedAsync(new KeyTarget("svc", ((RotatedAccessKey)result).AccessKeyId)) };

        Assert.Equal("NewKeyCompromised", Assert.Single((await account.RotateAsync(new KeyTarget("svc"), report: report)).Failures).ErrorId);

        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
        Assert.DoesNotContain("keyrotation:" + old.AccessKeyId, account.TagsOf("svc").Keys);
    }

    [Fact]
    public async Task The_status_says_why_and_what_comes_next()
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 20);
        await account.CompromisedAsync(new KeyTarget("svc", old.AccessKeyId) { Finding = "f1" });

        KeyStatus before = await StatusAsync(account, old.AccessKeyId);
        await account.RotateAsync(new KeyTarget("svc"));
        KeyStatus after = await StatusAsync(account, old.AccessKeyId);

        Assert.Equal(("Quarantined", "compromised: finding f1", "New-RotatedAccessKey", true), (before.Stage, before.Reason, before.NextStep, before.IsDue));
        Assert.Equal(("Quarantined", "compromised: finding f1", "Remove-RetiredAccessKey", false), (after.Stage, after.Reason, after.NextStep, after.IsDue));
        Assert.InRange(after.DueDate!.Value, TestAccount.Start.AddDays(7), TestAccount.Start.AddDays(7.1));
    }

    private static Task<TestAccount> StartAsync() => TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });

    private static async Task<KeyStatus> StatusAsync(TestAccount account, string accessKeyId)
    {
        var report = new RecordingReport();
        await new AccountStatus(account.Session, new StatusOptions(), report).RunAsync([new KeyTarget("svc", accessKeyId)], CancellationToken.None);
        return Assert.Single(report.Results<KeyStatus>());
    }
}
