using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

public sealed class DeliveryTests
{
    private readonly MemoryDestination first = new("First");
    private readonly MemoryDestination second = new("Second");

    private RotationOptions Options => new() { Destinations = [first, second] };

    [Fact]
    public async Task A_verified_key_is_delivered_to_every_destination_and_recorded_with_them()
    {
        await using TestAccount account = await StartAsync();

        RotatedAccessKey rotated = Assert.Single((await account.RotateAsync(new KeyTarget("svc"), Options)).Results<RotatedAccessKey>());

        Assert.Equal(["First:svc", "Second:svc"], rotated.Destinations.Select(receipt => receipt.ToString()));
        Assert.All([first, second], destination => Assert.Equal(rotated.AccessKeyId, destination.Stored["svc"].AccessKeyId));
        Assert.EndsWith("at=First+Second", account.TagsOf("svc")["keyrotation:" + rotated.AccessKeyId], StringComparison.Ordinal);
        Assert.True(rotated.Verified);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("read")]
    public async Task When_the_last_destination_fails_the_first_is_as_it_was_and_the_key_is_gone(string step)
    {
        await using TestAccount account = await StartAsync();
        first.Stored["svc"] = new StoredKey("AKIAFORMERFORMERFOR1", SecretText.Protect("former"));
        second.FailAt = step;

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), Options);

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("DestinationFailed", failure.ErrorId);
        Assert.Contains("Second failed at " + step, failure.Message, StringComparison.Ordinal);
        Assert.Equal("AKIAFORMERFORMERFOR1", first.Stored["svc"].AccessKeyId);
        Assert.Empty(second.Stored);
        AssertAsBefore(account);
    }

    [Fact]
    public async Task A_write_that_was_carried_out_and_whose_answer_was_lost_is_undone()
    {
        await using TestAccount account = await StartAsync();
        second.WritesAndFails = true;

        Assert.Equal("DestinationFailed", Assert.Single((await account.RotateAsync(new KeyTarget("svc"), Options)).Failures).ErrorId);
        Assert.Empty(first.Stored);
        Assert.Empty(second.Stored);
        AssertAsBefore(account);
    }

    [Fact]
    public async Task A_destination_that_gives_back_another_secret_has_failed()
    {
        await using TestAccount account = await StartAsync();
        first.GivesBackAnother = true;

        Assert.Equal("DestinationFailed", Assert.Single((await account.RotateAsync(new KeyTarget("svc"), Options)).Failures).ErrorId);
        Assert.Empty(first.Stored);
        AssertAsBefore(account);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_run_that_is_stopped_keeps_a_delivered_key_and_a_receiver_that_fails_does_not(bool isDelivered, bool isStopped)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        var destination = new MemoryDestination("Memory");
        var report = new RecordingReport
        {
            OnResult = _ => throw (isStopped ? new OperationCanceledException() : new ResultNotTakenException(new InvalidOperationException("the vault is full"))),
        };

        await Record.ExceptionAsync(() => account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = isDelivered ? [destination] : [] }, report));

        bool isKept = isDelivered && isStopped;
        Assert.Equal(isKept ? 2 : 1, account.State.FindUser("svc")!.Keys.Count);
        Assert.Equal(isKept, destination.Stored.ContainsKey("svc"));
        Assert.Equal(isKept, account.TagsOf("svc").ContainsKey("keyrotation:" + old.AccessKeyId));
        Assert.False(account.TagsOf("svc").ContainsKey("keyrotation:pending"));
    }

    [Fact]
    public async Task A_destination_that_refuses_beforehand_costs_no_key()
    {
        await using TestAccount account = await StartAsync();
        second.FailAt = "check";

        Assert.Equal("DestinationRefused", Assert.Single((await account.RotateAsync(new KeyTarget("svc"), Options)).Failures).ErrorId);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_key_that_a_destination_may_still_hold_is_left_active_and_the_next_run_finishes()
    {
        await using TestAccount account = await StartAsync();
        first.FailAt = "undo";
        second.FailAt = "write";

        Assert.Equal("DestinationNotUndone", Assert.Single((await account.RotateAsync(new KeyTarget("svc"), Options)).Failures).ErrorId);
        string left = first.Stored["svc"].AccessKeyId;
        Assert.Equal("Active", account.StatusOf(left));
        Assert.Contains("to=First+Second", account.TagsOf("svc")["keyrotation:pending"], StringComparison.Ordinal);

        first.FailAt = second.FailAt = null;
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        RecordingReport again = await account.RotateAsync(new KeyTarget("svc", OldKey(account).AccessKeyId), Options);

        Assert.Empty(again.Failures);
        Assert.Equal(left, second.Stored["svc"].AccessKeyId);
        Assert.StartsWith("current", account.TagsOf("svc")["keyrotation:" + left], StringComparison.Ordinal);
        Assert.Equal(2, account.State.FindUser("svc")!.Keys.Count);
        Assert.False(account.TagsOf("svc").ContainsKey("keyrotation:pending"));
    }

    [Fact]
    public async Task An_interrupted_delivery_that_arrived_nowhere_is_taken_back()
    {
        await using TestAccount account = await StartAsync();
        string left = Interrupt(account, "First+Second");

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), Options);

        Assert.Equal("deleted", account.StatusOf(left));
        Assert.NotEqual(left, Assert.Single(report.Results<RotatedAccessKey>()).AccessKeyId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_interrupted_delivery_is_left_as_it_is_where_its_destinations_are_not_given_or_do_not_answer(bool given)
    {
        await using TestAccount account = await StartAsync();
        string left = Interrupt(account, "First+Second");
        first.FailAt = "find";

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), given ? Options : new RotationOptions());

        Assert.Equal(given ? "DestinationRefused" : "InterruptedDelivery", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(left));
        Assert.Empty(account.Changes());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_place_that_cannot_be_asked_gets_the_key_once_more_where_another_destination_has_it(bool isThere)
    {
        await using TestAccount account = await StartAsync();
        string left = Interrupt(account, "First+Second");
        second.FailAt = "find";
        second.MayBeWrittenAgain = true;
        if (isThere)
        {
            first.Stored["svc"] = new StoredKey(left, SecretText.Protect("secret"));
        }

        RecordingReport report = await account.StepAsync((session, told) => new RotationSettling(session, new SameDestinations([first, second]), told), report: null, new KeyTarget("svc"));

        Assert.Equal(isThere ? [] : ["DestinationRefused"], report.Failures.Select(failure => failure.ErrorId));
        Assert.Equal(isThere ? left : null, second.Stored.GetValueOrDefault("svc")?.AccessKeyId);
        Assert.Equal("Active", account.StatusOf(left));
        Assert.Equal(isThere, !account.TagsOf("svc").ContainsKey("keyrotation:pending"));
    }

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 200);
        return account;
    }

    private static string Interrupt(TestAccount account, string destinations)
    {
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {OldKey(account).AccessKeyId} at=2026-03-02T09:00:00Z token=dead to={destinations}");
        string left = account.State.AddAccessKey("svc").AccessKeyId;
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        return left;
    }

    private static SandboxAccessKey OldKey(TestAccount account) => account.State.FindUser("svc")!.Keys.OrderBy(key => key.CreateDate).First();

    private static void AssertAsBefore(TestAccount account)
    {
        Assert.Equal(SandboxKeyStatus.Active, Assert.Single(account.State.FindUser("svc")!.Keys).Status);
        Assert.Empty(account.TagsOf("svc"));
        Assert.All(account.State.DeletedKeys, key => Assert.Equal(SandboxKeyStatus.Inactive, key.StatusAtDeletion));
    }
}
