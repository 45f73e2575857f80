using System;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Rotation;

public sealed class SettlingTests
{
    [Fact]
    public async Task The_entry_of_a_rotation_that_was_killed_just_after_it_was_recorded_is_removed_by_a_pass_and_nothing_else_is_touched()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.Server.Faults.Order(new Fault { Operation = "UntagUser", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 1 });
        RecordingReport rotation = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));
        Assert.Contains("keyrotation:pending", account.TagsOf("svc").Keys);
        string created = Assert.Single(account.State.FindUser("svc")!.Keys, key => key.AccessKeyId != old.AccessKeyId).AccessKeyId;
        Assert.Equal("PendingNotCleared", Assert.Single(rotation.Failures).ErrorId);

        account.Server.Clock.Advance(TimeSpan.FromMinutes(14));
        await SettleAsync(account);
        Assert.Contains("keyrotation:pending", account.TagsOf("svc").Keys);

        account.Server.Clock.Advance(TimeSpan.FromMinutes(2));
        RecordingReport settled = await SettleAsync(account);

        Assert.Empty(settled.Failures);
        Assert.DoesNotContain("keyrotation:pending", account.TagsOf("svc").Keys);
        Assert.Equal(("Active", "Active"), (account.StatusOf(old.AccessKeyId), account.StatusOf(created)));
        Assert.StartsWith("superseded", account.TagsOf("svc")["keyrotation:" + old.AccessKeyId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_left_key_that_cannot_be_taken_back_keeps_its_entry_and_no_other_rotation_begins()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.Server.Faults.Order(new Fault { Operation = "CreateAccessKey", Kind = FaultKind.CutBefore });
        await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));
        SandboxAccessKey left = account.State.AddAccessKey("svc");
        string entry = account.TagsOf("svc")["keyrotation:pending"];
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        account.Server.Faults.Order(new Fault { Operation = "DeleteAccessKey", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403 });

        RecordingReport refused = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));
        Assert.Equal("AccessDenied", Assert.Single(refused.Failures).ErrorId);
        Assert.Equal(entry, account.TagsOf("svc")["keyrotation:pending"]);

        RecordingReport next = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));
        Assert.Empty(next.Failures);
        Assert.Equal(("Active", "deleted"), (account.StatusOf(old.AccessKeyId), account.StatusOf(left.AccessKeyId)));
    }

    private static Task<RecordingReport> SettleAsync(TestAccount account) => account.StepAsync((session, report) => new RotationSettling(session, new SameDestinations([]), report));
}
