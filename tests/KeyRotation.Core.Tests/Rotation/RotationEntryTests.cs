using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using KeyRotation.Users;
using Xunit;

namespace KeyRotation.Tests.Rotation;

/// <summary>The journal has room for one entry a user: what a rotation sees of another that wrote to the same place.</summary>
public sealed class RotationEntryTests
{
    private const string Pending = "keyrotation:pending";

    [Fact]
    public async Task Another_rotation_that_ended_meanwhile_is_a_change_of_keys_and_not_waited_for()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotationEntry entry = await WriteAsync(account, old);
        account.State.RemoveTag("svc", Pending);
        account.State.SetTag("svc", "keyrotation:" + old.AccessKeyId, "superseded since=2026-03-02T09:00:00Z by=AKIAIOSFODNN7EXAMPLE");

        Assert.Equal("KeysChanged", await FindAsync(entry, account, old));
        Assert.Equal(TestAccount.Start, account.Server.Clock.UtcNow);
    }

    [Fact]
    public async Task An_entry_that_stays_away_is_looked_for_and_then_refused()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:" + old.AccessKeyId, "superseded since=2026-03-01T09:00:00Z by=AKIAIOSFODNN7EXAMPLE");
        RotationEntry entry = await WriteAsync(account, old);
        account.State.RemoveTag("svc", Pending);

        Assert.Equal("EntryNotVisible", await FindAsync(entry, account, old));
        Assert.True(account.Server.Clock.UtcNow - TestAccount.Start > TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Another_rotation_that_has_begun_is_left_alone()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotationEntry entry = await WriteAsync(account, old);
        string others = $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=another";
        account.State.SetTag("svc", Pending, others);

        Assert.Equal("RotationInProgress", await FindAsync(entry, account, old));
        Assert.True(await entry.TryClearAsync(CancellationToken.None));
        Assert.Equal(others, account.TagsOf("svc")[Pending]);
    }

    private static async Task<RotationEntry> WriteAsync(TestAccount account, SandboxAccessKey old)
    {
        UserState user = await UserState.ReadAsync(account.Session, "svc", tagsRead: null, CancellationToken.None);
        var entry = new RotationEntry(account.Session, user, old.AccessKeyId, [], new RecordingReport());
        await entry.WriteAsync(CancellationToken.None, CancellationToken.None);
        return entry;
    }

    private static async Task<string> FindAsync(RotationEntry entry, TestAccount account, SandboxAccessKey old) =>
        (await Assert.ThrowsAsync<KeyRotationException>(() => entry.RequireOwnAsync(new KeyReference(account.Session.AccountId, "svc", old.AccessKeyId), CancellationToken.None))).ErrorId;
}
