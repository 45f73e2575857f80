using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Delivery;
using KeyRotation.Tests.Support;
using KeyRotation.Users;
using Xunit;

namespace KeyRotation.Tests.Rotation;

/// <summary>What a dead process left is settled at once where it is certain that the process is gone, and not before.</summary>
public sealed class RotationMarksTests : IDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    private readonly string folder = Directory.CreateTempSubdirectory("keyrotation-marks-").FullName;

    private string File => Path.Combine(folder, Token);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_rotation_leaves_no_mark_when_it_ends_and_none_when_it_is_taken_back()
    {
        await using TestAccount account = await StartAsync();
        account.UserWithKey("svc", 200);
        account.UserWithKey("fails", 200);

        Assert.Empty((await account.RotateAsync(new KeyTarget("svc"))).Failures);
        Assert.Single((await account.RotateAsync(new KeyTarget("fails"), new RotationOptions { Destinations = [new MemoryDestination("Memory") { FailAt = "write" }] })).Failures);

        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(RotationPhase.Creating, true, true)]
    [InlineData(RotationPhase.Creating, false, false)]
    [InlineData(RotationPhase.HandedOver, true, false)]
    [InlineData(RotationPhase.NothingLeft, false, true)]
    [InlineData(RotationPhase.NothingLeft, true, false)]
    internal async Task What_is_left_is_settled_at_once_where_nobody_can_have_it(RotationPhase phase, bool hasLeftKey, bool isSettled)
    {
        await using TestAccount account = await StartAsync();
        string? left = Interrupt(account, hasLeftKey);
        Leave(account, phase);

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc", OldKey(account)));

        Assert.Equal(isSettled ? null : "RotationInProgress", report.Failures.SingleOrDefault()?.ErrorId);
        Assert.Equal(isSettled ? 1 : 0, report.Results<RotatedAccessKey>().Count);
        Assert.Equal(isSettled && hasLeftKey, left is not null && account.StatusOf(left) == "deleted");
        Assert.Equal(!isSettled, System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Nothing_is_settled_while_the_mark_is_held_or_is_not_there()
    {
        await using TestAccount account = await StartAsync();
        Interrupt(account, hasLeftKey: true);
        Assert.Equal("RotationInProgress", Assert.Single((await account.RotateAsync(new KeyTarget("svc", OldKey(account)))).Failures).ErrorId);

        using RotationMark running = account.Marks.Begin(Token);
        Assert.Equal("RotationInProgress", Assert.Single((await account.RotateAsync(new KeyTarget("svc", OldKey(account)))).Failures).ErrorId);
    }

    [Fact]
    public async Task A_delivery_is_settled_a_minute_after_its_process_was_last_seen()
    {
        await using TestAccount account = await StartAsync();
        string left = Interrupt(account, hasLeftKey: true, "to=Memory")!;
        Leave(account, RotationPhase.Delivering);
        var destination = new MemoryDestination("Memory");
        destination.Stored["svc"] = new StoredKey(left, SecretText.Protect(account.State.FindKey(left)!.SecretAccessKey));
        var options = new RotationOptions { Destinations = [destination] };

        Assert.Equal("RotationInProgress", Assert.Single((await account.RotateAsync(new KeyTarget("svc", OldKey(account)), options)).Failures).ErrorId);

        System.IO.File.SetLastWriteTimeUtc(File, DateTime.UtcNow.AddMinutes(-2));
        Assert.Empty((await account.RotateAsync(new KeyTarget("svc", OldKey(account)), options)).Failures);
        Assert.Equal("Active", account.StatusOf(left));
        Assert.StartsWith("current", account.TagsOf("svc")["keyrotation:" + left], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("short")]
    public async Task A_token_that_is_not_of_our_form_names_no_file(string token)
    {
        await using TestAccount account = await StartAsync();
        Interrupt(account, hasLeftKey: true, token: token);
        Leave(account, RotationPhase.Creating);

        Assert.Equal("RotationInProgress", Assert.Single((await account.RotateAsync(new KeyTarget("svc", OldKey(account)))).Failures).ErrorId);
    }

    private async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.Marks = new RotationMarks(folder);
        return account;
    }

    private static string OldKey(TestAccount account) => account.State.FindUser("svc")!.Keys.OrderBy(key => key.CreateDate).First().AccessKeyId;

    /// <summary>An account as a rotation leaves it whose process is gone.</summary>
    private static string? Interrupt(TestAccount account, bool hasLeftKey, string? more = null, string token = Token)
    {
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        string? left = hasLeftKey ? account.State.AddAccessKey("svc", account.Server.Clock.UtcNow).AccessKeyId : null;
        string value = $"rotate {old.AccessKeyId} at={account.Server.Clock.UtcNow.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} token={token}";
        account.State.SetTag("svc", "keyrotation:pending", string.Join(' ', new[] { value, more }.OfType<string>()));
        return left;
    }

    private static void Leave(TestAccount account, RotationPhase phase)
    {
        using RotationMark mark = account.Marks.Begin(Token);
        mark.Note(phase);
    }
}
