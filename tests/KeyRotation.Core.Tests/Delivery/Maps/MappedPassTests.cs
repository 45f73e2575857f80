using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery.Maps;

/// <summary>A pass in which each user has its own destinations.</summary>
public sealed class MappedPassTests
{
    private readonly MemoryDestination first = new("First");
    private readonly MemoryDestination second = new("Second");

    [Fact]
    public async Task Each_key_goes_to_the_places_of_its_user_and_a_user_without_any_is_left_for_later()
    {
        await using TestAccount account = await StartAsync();

        RecordingReport report = await account.PassAsync(Mapped());

        Assert.Equal(["a"], first.Stored.Keys);
        Assert.Equal(["b"], second.Stored.Keys);
        KeyRotationException left = Assert.Single(report.Later);
        Assert.Equal(("NoDestination", "c"), (left.ErrorId, left.Target!.UserName));
        Assert.Single(account.State.FindUser("c")!.Keys);
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task A_user_that_is_named_and_has_no_destination_is_refused()
    {
        await using TestAccount account = await StartAsync();

        RecordingReport report = await account.RotateAsync(new KeyTarget("c"), Mapped().Rotation);

        Assert.Equal("NoDestination", Assert.Single(report.Failures).ErrorId);
        Assert.Single(account.State.FindUser("c")!.Keys);
    }

    [Fact]
    public async Task An_interrupted_rotation_is_settled_in_the_places_of_its_user()
    {
        await using TestAccount account = await StartAsync();
        first.OnWrite = () => throw new InvalidOperationException("The machine is switched off.");
        await account.RotateAsync(new KeyTarget("a"), Mapped().Rotation);
        first.OnWrite = null;
        account.Server.Clock.Advance(TimeSpan.FromMinutes(30));

        RecordingReport report = await account.PassAsync(Mapped());

        Assert.Empty(report.Failures);
        Assert.Equal(["a"], first.Stored.Keys);
        Assert.Contains(account.State.FindUser("a")!.Keys, key => key.AccessKeyId == first.Stored["a"].AccessKeyId);
        Assert.Equal(2, account.State.FindUser("a")!.Keys.Count);
    }

    [Fact]
    public async Task The_old_key_is_disabled_where_the_places_of_its_user_hold_the_new_one()
    {
        await using TestAccount account = await StartAsync();
        await account.PassAsync(Mapped());
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        second.Stored.Clear();

        RecordingReport report = await account.PassAsync(Mapped());

        Assert.Equal(["a"], account.State.Users.Where(user => user.Keys.Any(key => key.Status == SandboxKeyStatus.Inactive)).Select(user => user.UserName));
        Assert.Equal("ReplacementNeverUsed", Assert.Single(report.Failures).ErrorId);
    }

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync();
        foreach (string user in new[] { "a", "b", "c" })
        {
            account.UserWithKey(user, 200);
        }

        return account;
    }

    private PassOptions Mapped() => new()
    {
        Rotation = new RotationOptions { DestinationMap = new ByName(new() { ["a"] = [first], ["b"] = [second] }) },
    };

    private sealed class ByName(Dictionary<string, IReadOnlyList<IDestination>> places) : IDestinationMap
    {
        public IReadOnlyList<IDestination>? Find(UserToPlace user) => places.GetValueOrDefault(user.Owner.UserName);
    }
}
