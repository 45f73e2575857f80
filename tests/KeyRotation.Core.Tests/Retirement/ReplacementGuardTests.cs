using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Status;
using KeyRotation.Tests.Delivery;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Retirement;

/// <summary>A secret that nobody holds is never the reason to take a key away.</summary>
public sealed class ReplacementGuardTests
{
    [Theory]
    [InlineData(null, 0, "ReplacementNeverUsed")]
    [InlineData("sts", 0.1, "ReplacementNeverUsed")]
    [InlineData("sts", 1, null)]
    [InlineData("s3", 0.1, null)]
    public async Task An_old_key_is_not_disabled_before_its_replacement_was_used_by_more_than_its_verification(string? service, double hoursAfter, string? refusal)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotatedAccessKey rotated = (await account.RotateAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>().Single();
        if (service is not null)
        {
            account.State.RecordUse(rotated.AccessKeyId, service, "us-east-1", account.Server.Clock.UtcNow.AddHours(hoursAfter));
        }

        account.Server.Clock.Advance(TimeSpan.FromDays(2));

        RecordingReport report = await account.DisableAsync(options: null, new KeyTarget("svc"));

        Assert.Equal(refusal, report.Failures.SingleOrDefault()?.ErrorId);
        Assert.Equal(refusal is null ? "Inactive" : "Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_replacement_in_a_destination_need_not_have_been_used_while_the_destination_holds_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        var destination = new MemoryDestination("Memory");
        await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = [destination] });
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        var options = new PassOptions { Rotation = new RotationOptions { Destinations = [destination] } };

        StoredKey held = destination.Stored["svc"];
        destination.Stored.Clear();
        Assert.Equal("ReplacementNeverUsed", Assert.Single((await account.PassAsync(options)).Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));

        destination.Stored["svc"] = held;
        Assert.Empty((await account.PassAsync(options)).Failures);
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task The_status_of_a_key_that_is_due_says_that_its_replacement_was_never_used()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        await account.RotateAsync(new KeyTarget("svc"));
        var report = new RecordingReport();

        await new AccountStatus(account.Session, new StatusOptions(), report).RunAsync([new KeyTarget("svc")], TestContext.Current.CancellationToken);
        Assert.Null(report.Results<KeyStatus>().Single(status => status.StageValue == KeyStage.Superseded).Blocker);

        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await new AccountStatus(account.Session, new StatusOptions(), report).RunAsync([new KeyTarget("svc")], TestContext.Current.CancellationToken);
        Assert.EndsWith("was never used", report.Results<KeyStatus>().Last(status => status.StageValue == KeyStage.Superseded).Blocker, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_lost_is_replaced_although_there_are_two_keys()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        string lost = (await account.RotateAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>().Single().AccessKeyId;
        account.Server.Clock.Advance(TimeSpan.FromDays(2));

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { ReplaceUnused = true });

        Assert.Empty(report.Failures);
        RotatedAccessKey rotated = Assert.Single(report.Results<RotatedAccessKey>());
        Assert.Equal(old.AccessKeyId, rotated.ReplacedAccessKeyId);
        Assert.Equal("deleted", account.StatusOf(lost));
        Assert.Equal(SandboxKeyStatus.Inactive, Assert.Single(account.State.DeletedKeys).StatusAtDeletion);
        Assert.Equal(
            new[] { "keyrotation:" + old.AccessKeyId, "keyrotation:" + rotated.AccessKeyId }.Order(StringComparer.Ordinal),
            account.TagsOf("svc").Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true, "ReplacementUsed")]
    [InlineData(false, "ReplacedKeyNotActive")]
    public async Task A_replacement_that_was_used_or_is_the_only_working_key_is_not_replaced(bool isUsed, string refusal)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        string replacement = (await account.RotateAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>().Single().AccessKeyId;
        if (isUsed)
        {
            account.State.RecordUse(replacement, "s3", "us-east-1", account.Server.Clock.UtcNow.AddMinutes(16));
        }
        else
        {
            account.State.UpdateAccessKey("svc", old.AccessKeyId, SandboxKeyStatus.Inactive);
        }

        foreach (KeyTarget target in new[] { new KeyTarget("svc"), new KeyTarget("svc", old.AccessKeyId), new KeyTarget("svc", replacement) })
        {
            RecordingReport report = await account.RotateAsync(target, new RotationOptions { ReplaceUnused = true });

            Assert.Equal(refusal, Assert.Single(report.Failures).ErrorId);
            Assert.Equal("Active", account.StatusOf(replacement));
        }
    }

    [Fact]
    public async Task A_replacement_that_a_destination_may_hold_is_not_replaced()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        var destination = new MemoryDestination("Memory");
        string replacement = (await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = [destination] })).Results<RotatedAccessKey>().Single().AccessKeyId;
        account.Server.Clock.Advance(TimeSpan.FromDays(1));
        account.Server.Calls.Clear();

        async Task RefusedAsync(params IDestination[] given)
        {
            RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { ReplaceUnused = true, Destinations = given });
            Assert.Equal("ReplacementDelivered", Assert.Single(report.Failures).ErrorId);
            Assert.Empty(account.Changes());
            Assert.Equal(replacement, destination.Stored["svc"].AccessKeyId);
        }

        await RefusedAsync();
        await RefusedAsync(destination);
        await RefusedAsync(new MemoryDestination("Another"));
        destination.FailAt = "find";
        await RefusedAsync(destination);

        destination.FailAt = null;
        destination.Stored.Clear();
        RecordingReport replaced = await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { ReplaceUnused = true, Destinations = [destination] });

        Assert.Equal(Assert.Single(replaced.Results<RotatedAccessKey>()).AccessKeyId, destination.Stored["svc"].AccessKeyId);
        Assert.Equal("deleted", account.StatusOf(replacement));
    }

    [Fact]
    public async Task A_replacement_stays_where_the_rotation_that_would_follow_is_refused()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        await account.RotateAsync(new KeyTarget("svc"));
        account.Server.Clock.Advance(TimeSpan.FromDays(1));
        account.Server.Calls.Clear();

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { ReplaceUnused = true, Destinations = [new MemoryDestination("Memory") { FailAt = "check" }] });

        Assert.Equal("DestinationRefused", Assert.Single(report.Failures).ErrorId);
        Assert.Empty(report.Questions);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_key_that_only_the_old_keys_tag_names_is_not_deleted_as_its_replacement()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        string other = account.State.AddAccessKey("svc", account.Server.Clock.UtcNow.AddDays(-3)).AccessKeyId;
        account.State.SetTag("svc", "keyrotation:" + old.AccessKeyId, $"superseded since={account.Server.Clock.UtcNow.AddDays(-2).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} by={other}");

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { ReplaceUnused = true });

        Assert.NotEmpty(report.Failures);
        Assert.Equal("Active", account.StatusOf(other));
    }

    [Fact]
    public async Task A_replacement_that_is_used_between_the_plan_and_its_removal_stays()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        string replacement = (await account.RotateAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>().Single().AccessKeyId;
        account.Server.Clock.Advance(TimeSpan.FromDays(1));
        var report = new RecordingReport
        {
            OnQuestion = (_, _) =>
            {
                account.State.RecordUse(replacement, "s3", "us-east-1");
                return Agreement.Agreed;
            },
        };

        await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { ReplaceUnused = true }, report);

        Assert.Equal("ReplacementUsed", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(replacement));
        Assert.Equal(2, account.State.FindUser("svc")!.Keys.Count);
    }
}
