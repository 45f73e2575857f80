using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Journal;

/// <summary>Whoever may tag a user can write anything into the journal: what cannot be true changes no key.</summary>
public sealed class ForgedJournalTests
{
    [Theory]
    [InlineData("{key}", "superseded since=2026-03-01T09:00:00Z by={key}")]
    [InlineData("{key}", "superseded since=2026-03-01T09:00:00Z")]
    [InlineData("{key}", "superseded since=2020-01-01T00:00:00Z by={other}")]
    [InlineData("{key}", "superseded since=2099-01-01T00:00:00Z by={other}")]
    [InlineData("{key}", "superseded since=2026-03-01T09:00:00Z by=short")]
    [InlineData("{key}", "superseded since=2026-03-01T09:00:00Z by={other} at=output")]
    [InlineData("{key}", "current since=2026-03-01T09:00:00Z by={other}")]
    [InlineData("{other}", "quarantined since=2020-01-01T00:00:00Z")]
    [InlineData("{other}", "quarantined since=2099-01-01T00:00:00Z")]
    [InlineData("short", "current since=2026-03-01T09:00:00Z")]
    [InlineData("pending", "rotate {key} at=2099-01-01T00:00:00Z token=x")]
    [InlineData("pending", "rotate {key} at=2026-03-01T09:00:00Z token=x new={key}")]
    public async Task An_entry_that_cannot_be_true_is_a_refusal_of_that_user(string name, string value)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        SandboxAccessKey other = account.State.AddAccessKey("svc", TestAccount.Start.AddDays(-30));
        account.State.SetTag("svc", "keyrotation:" + Fill(name, key, other), Fill(value, key, other));

        RecordingReport report = await account.PassAsync();

        Assert.Equal("JournalUnreadable", Assert.Single(report.Failures).ErrorId);
        Assert.Equal(("Active", "Active"), (account.StatusOf(key.AccessKeyId), account.StatusOf(other.AccessKeyId)));
        Assert.DoesNotContain(account.Changes(), operation => operation != "GenerateCredentialReport");
    }

    [Theory]
    [InlineData("2026-02-01T09:00:00Z")]
    [InlineData("2025-08-14T09:00:00Z")]
    public async Task An_old_entry_that_names_an_active_key_as_its_new_one_deletes_nothing(string at)
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey used = account.UserWithKey("svc", 60);
        account.State.RecordUse(used.AccessKeyId, "sts", "us-east-1");
        SandboxAccessKey other = account.State.AddAccessKey("svc", TestAccount.Start.AddDays(-30));
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {other.AccessKeyId} at={at} token=x new={used.AccessKeyId}");

        await account.PassAsync();

        Assert.Empty(account.State.DeletedKeys);
        Assert.Equal(("Active", "Active"), (account.StatusOf(used.AccessKeyId), account.StatusOf(other.AccessKeyId)));
    }

    [Fact]
    public async Task A_young_key_is_not_deleted_for_an_entry_that_names_no_other_key_of_the_user()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 30);
        SandboxAccessKey young = account.State.AddAccessKey("svc");
        account.State.SetTag("svc", "keyrotation:pending", $"rotate AKIAOLDOLDOLDOLDOLD1 at=2026-03-02T09:00:00Z token=x new={young.AccessKeyId}");
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));

        RecordingReport report = await account.PassAsync();

        Assert.Equal("JournalUnreadable", Assert.Single(report.Failures).ErrorId);
        Assert.Empty(account.State.DeletedKeys);
    }

    private static string Fill(string text, SandboxAccessKey key, SandboxAccessKey other) =>
        text.Replace("{key}", key.AccessKeyId, StringComparison.Ordinal).Replace("{other}", other.AccessKeyId, StringComparison.Ordinal);
}
