using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Rotation;

/// <summary>AWS may carry out a creation whose caller has given up.</summary>
public sealed class LateCreationTests
{
    /// <summary>Half a minute until the entry was seen, a minute of refusals for too many calls, and the creation was done 90 seconds after it was cut.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(124)]
    [InlineData(175)]
    public async Task A_key_that_was_created_long_after_its_rotation_gave_up_is_taken_back_by_the_next_one(int secondsAfterEntry)
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.Server.Faults.Order(new Fault { Operation = "CreateAccessKey", Kind = FaultKind.CutBefore });
        DateTimeOffset entry = account.Server.Clock.UtcNow;
        RecordingReport cut = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));
        Assert.Equal("CreateUnclear", Assert.Single(cut.Failures).ErrorId);
        SandboxAccessKey late = account.State.AddAccessKey("svc", entry.AddSeconds(secondsAfterEntry));

        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        RecordingReport next = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));

        Assert.Empty(next.Failures);
        Assert.Equal(("Active", "deleted"), (account.StatusOf(old.AccessKeyId), account.StatusOf(late.AccessKeyId)));
        Assert.Equal(2, account.State.FindUser("svc")!.Keys.Count);
        Assert.Single(next.Results<RotatedAccessKey>(), rotated => rotated.ReplacedAccessKeyId == old.AccessKeyId);
    }
}
