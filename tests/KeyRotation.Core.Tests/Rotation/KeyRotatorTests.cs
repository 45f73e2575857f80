using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Rotation;

public sealed class KeyRotatorTests
{
    [Fact]
    public async Task A_rotation_creates_one_key_verifies_it_and_records_both()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId), new RotationOptions { Description = "billing nightly" });

        RotatedAccessKey rotated = Assert.Single(report.Results<RotatedAccessKey>());
        Assert.Equal(old.AccessKeyId, rotated.ReplacedAccessKeyId);
        Assert.Equal(account.State.FindKey(rotated.AccessKeyId)!.SecretAccessKey, rotated.GetSecretAccessKeyAsPlainText());
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
        Assert.Equal("Active", account.StatusOf(rotated.AccessKeyId));
        Assert.Equal(1, account.Server.Calls.Count("CreateAccessKey"));
        IReadOnlyDictionary<string, string> tags = account.TagsOf("svc");
        Assert.StartsWith("current since=", tags["keyrotation:" + rotated.AccessKeyId], StringComparison.Ordinal);
        Assert.Contains("replaces=" + old.AccessKeyId, tags["keyrotation:" + rotated.AccessKeyId], StringComparison.Ordinal);
        Assert.StartsWith("superseded since=", tags["keyrotation:" + old.AccessKeyId], StringComparison.Ordinal);
        Assert.Equal("billing nightly", tags[rotated.AccessKeyId]);
        Assert.False(tags.ContainsKey("keyrotation:pending"));
    }

    [Fact]
    public async Task A_key_whose_acceptance_flickers_is_verified_only_after_three_successes_in_a_row()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { FlickeringAcceptances = 2 });
        account.UserWithKey("svc", 200);

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"));

        Assert.Single(report.Results<RotatedAccessKey>());
        Assert.Equal(
            ["200", "200", "200"],
            account.Server.Calls.Snapshot().Where(call => call.Operation == "GetCallerIdentity").TakeLast(3).Select(call => call.Outcome));
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_in_time_is_taken_back()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.FromMinutes(5) });
        SandboxAccessKey old = account.UserWithKey("svc", 200);

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"));

        Assert.Equal("NewKeyNotVerified", Assert.Single(report.Failures).ErrorId);
        AssertAsBefore(account, "svc", old);
    }

    [Fact]
    public async Task A_secret_that_the_receiver_does_not_take_is_taken_back()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        var report = new RecordingReport { OnResult = _ => throw new ResultNotTakenException(new InvalidOperationException("downstream failed")) };

        await Assert.ThrowsAsync<ResultNotTakenException>(() => account.RotateAsync(new KeyTarget("svc"), report: report));

        AssertAsBefore(account, "svc", old);
    }

    [Fact]
    public async Task A_rotation_that_is_cancelled_while_it_waits_is_taken_back()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.FromHours(1) });
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        using var stopping = new CancellationTokenSource();
        account.Time.OnWait = stopping.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => account.RotateAsync(new KeyTarget("svc"), new RotationOptions { VerifyTimeout = TimeSpan.FromDays(1) }, cancellationToken: stopping.Token));

        Assert.Equal(1, account.Server.Calls.Count("CreateAccessKey"));
        AssertAsBefore(account, "svc", old);
    }

    [Fact]
    public async Task Rotating_twice_changes_nothing_more_and_says_why()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));
        account.Server.Calls.Clear();

        RecordingReport again = await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));

        Assert.Empty(account.Changes());
        Assert.Empty(again.Failures);
        Assert.Contains("was rotated already", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_active_keys_are_refused_with_both_named_by_age_and_use()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey older = account.UserWithKey("svc", 200);
        SandboxAccessKey newer = account.State.AddAccessKey("svc", TestAccount.Start.AddDays(-100));
        account.State.RecordUse(newer.AccessKeyId, "s3", "eu-west-1", TestAccount.Start.AddDays(-3));

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc", newer.AccessKeyId));

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("TwoActiveKeys", failure.ErrorId);
        Assert.Contains($"older is {older.AccessKeyId}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("never used", failure.Message, StringComparison.Ordinal);
        Assert.Contains("by s3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Disable-OldAccessKey", failure.Message, StringComparison.Ordinal);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_user_without_room_for_the_journal_is_refused_before_anything_is_created()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        for (int number = 0; number < 48; number++)
        {
            account.State.SetTag("svc", "tag" + number, "x");
        }

        Assert.Equal("NoRoomForTags", Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Failures).ErrorId);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task Where_tags_may_not_be_written_nothing_is_created()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.State.AllowActions(SandboxServer.AdministratorName, "iam:List*", "iam:Get*", "iam:*AccessKey", "sts:*");

        KeyRotationException failure = Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Failures);

        Assert.Equal("AccessDenied", failure.ErrorId);
        Assert.Contains("iam:TagUser", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, account.Server.Calls.Count("CreateAccessKey"));
    }

    [Fact]
    public async Task An_unreadable_journal_is_a_refusal()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:" + old.AccessKeyId, "superseded since yesterday");

        Assert.Equal("JournalUnreadable", Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Failures).ErrorId);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task An_exempt_user_is_left_alone_until_the_day_has_passed()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:exempt", "until=2026-03-02 reason=vendor freeze");

        RecordingReport exempt = await account.RotateAsync(new KeyTarget("svc"));
        Assert.Contains("vendor freeze", Assert.Single(exempt.Warnings), StringComparison.Ordinal);
        Assert.Empty(account.Changes());

        account.Server.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>());
    }

    [Fact]
    public async Task A_rotation_that_may_still_run_is_kept_off_from()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T08:46:00Z token=other");

        Assert.Equal("RotationInProgress", Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Failures).ErrorId);
        Assert.Empty(account.Changes());
    }

    [Theory]
    [InlineData("nobody", null, "UserNotFound")]
    [InlineData("svc", "AKIANOTHEREATALL0000", "KeyNotFound")]
    [InlineData("empty", null, "NoActiveKey")]
    [InlineData("<root_account>", null, "RootKey")]
    public async Task An_unknown_user_or_key_is_an_error_that_changes_nothing(string userName, string? accessKeyId, string errorId)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.State.CreateUser("empty");

        KeyRotationException failure = Assert.Single((await account.RotateAsync(new KeyTarget(userName, accessKeyId))).Failures);

        Assert.Equal(errorId, failure.ErrorId);
        Assert.Equal(userName, failure.Target!.UserName);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_key_of_another_user_or_of_another_account_is_an_error_that_changes_nothing()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey others = account.UserWithKey("other", 200);
        account.UserWithKey("svc", 200);

        Assert.Equal("KeyNotFound", Assert.Single((await account.RotateAsync(new KeyTarget("svc", others.AccessKeyId))).Failures).ErrorId);
        Assert.Equal("WrongAccount", Assert.Single((await account.RotateAsync(new KeyTarget("other", others.AccessKeyId, "999999999999"))).Failures).ErrorId);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_throttled_creation_goes_out_again_and_makes_one_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.Server.Faults.Order(new Fault { Operation = "CreateAccessKey", Kind = FaultKind.Throttle, Times = 3 });

        Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>());
        Assert.Equal(2, account.State.FindUser("svc")!.Keys.Count);
    }

    [Theory]
    [InlineData(FaultKind.CutAfter)]
    [InlineData(FaultKind.CutDuring)]
    [InlineData(FaultKind.ErrorAfter)]
    [InlineData(FaultKind.MalformedAnswer)]
    public async Task A_key_whose_answer_was_lost_is_found_by_the_lists_and_taken_back(FaultKind kind)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.Server.Faults.Order(new Fault { Operation = "CreateAccessKey", Kind = kind });

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"));

        Assert.Equal("CreateFailed", Assert.Single(report.Failures).ErrorId);
        Assert.Equal(1, account.Server.Calls.Count("CreateAccessKey"));
        Assert.Single(account.State.DeletedKeys);
        AssertAsBefore(account, "svc", old);
    }

    [Fact]
    public async Task A_creation_whose_key_does_not_appear_stays_in_the_journal_and_the_next_run_settles_it()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 200);
        account.Server.Faults.Order(new Fault { Operation = "CreateAccessKey", Kind = FaultKind.CutBefore });

        Assert.Equal("CreateUnclear", Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Failures).ErrorId);
        Assert.Contains("keyrotation:pending", account.TagsOf("svc").Keys);
        SandboxAccessKey late = account.State.AddAccessKey("svc");

        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Single((await account.RotateAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>());
        Assert.Equal("deleted", account.StatusOf(late.AccessKeyId));
        Assert.DoesNotContain("keyrotation:pending", account.TagsOf("svc").Keys);
    }

    [Fact]
    public async Task A_retired_key_makes_room_when_asked_for_and_only_after_its_quarantine()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        SandboxAccessKey other = account.State.AddAccessKey("svc", TestAccount.Start.AddDays(-300));
        account.State.UpdateAccessKey("svc", other.AccessKeyId, SandboxKeyStatus.Inactive);
        var makeRoom = new RotationOptions { MakeRoom = true };

        Assert.Equal("NoRoomForKey", Assert.Single((await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId))).Failures).ErrorId);
        Assert.Equal("NoRoomForKey", Assert.Single((await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId), makeRoom)).Failures).ErrorId);
        Assert.Equal("Inactive", account.StatusOf(other.AccessKeyId));
        account.Server.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Single((await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId), makeRoom)).Results<RotatedAccessKey>());
        Assert.Equal("deleted", account.StatusOf(other.AccessKeyId));
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task Two_rotators_at_once_undo_none_of_each_other_s_work()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.FromSeconds(3) });
        List<KeyTarget> targets = Enumerable.Range(0, 20).Select(number => account.UserWithKey("svc" + number, 200)).Select(key => new KeyTarget(key.UserName, key.AccessKeyId)).ToList();
        using var other = await account.OpenAsync();
        var reports = new[] { new RecordingReport(), new RecordingReport() };

        await Task.WhenAll(
            Runner(account.Session, reports[0]).RunAsync(targets, CancellationToken.None),
            Runner(other.Account, reports[1]).RunAsync(targets, CancellationToken.None));

        static StepRunner Runner(AccountSession session, IReport report) => new(session, AccountPass.CreateRotationRules(session, new RotationOptions(), report), new StepRunnerOptions(), report);

        List<RotatedAccessKey> rotated = reports.SelectMany(report => report.Results<RotatedAccessKey>()).ToList();
        Assert.All(rotated, key => Assert.Equal(key.GetSecretAccessKeyAsPlainText(), account.State.FindKey(key.AccessKeyId)!.SecretAccessKey));
        Assert.All(rotated, key => Assert.Equal("Active", account.StatusOf(key.AccessKeyId)));
        Assert.All(targets, target => Assert.Equal("Active", account.StatusOf(target.AccessKeyId!)));
        Assert.Equal(rotated.Count, rotated.Select(key => key.UserName).Distinct(StringComparer.Ordinal).Count());
        Assert.All(targets, target => Assert.Equal(1 + rotated.Count(key => key.UserName == target.UserName), account.State.FindUser(target.UserName)!.Keys.Count));
        Assert.All(reports.SelectMany(report => report.Failures), failure => Assert.Contains(failure.ErrorId, ErrorsOfTheSecond));
    }

    [Fact]
    public async Task An_interrupted_rotation_whose_key_nobody_uses_is_undone_and_the_rotation_goes_on()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=dead");
        SandboxAccessKey left = account.State.AddAccessKey("svc");
        account.State.RecordUse(left.AccessKeyId, "sts", "us-east-1");
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"));

        RotatedAccessKey rotated = Assert.Single(report.Results<RotatedAccessKey>());
        Assert.Equal("deleted", account.StatusOf(left.AccessKeyId));
        Assert.Equal(old.AccessKeyId, rotated.ReplacedAccessKeyId);
        Assert.Contains(left.AccessKeyId, Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_rotation_whose_key_is_in_use_is_finished()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=dead");
        SandboxAccessKey left = account.State.AddAccessKey("svc");
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        account.State.RecordUse(left.AccessKeyId, "s3", "eu-west-1");

        await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));

        Assert.Equal("Active", account.StatusOf(left.AccessKeyId));
        Assert.StartsWith("superseded", account.TagsOf("svc")["keyrotation:" + old.AccessKeyId], StringComparison.Ordinal);
        Assert.False(account.TagsOf("svc").ContainsKey("keyrotation:pending"));
        Assert.Equal(0, account.Server.Calls.Count("CreateAccessKey"));
    }

    [Fact]
    public async Task An_interrupted_rotation_whose_key_nobody_can_tell_of_is_left_as_it_is()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=dead");
        SandboxAccessKey left = account.State.AddAccessKey("svc");
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        account.Server.Faults.Order(new Fault { Operation = "GetAccessKeyLastUsed", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 9 });

        Assert.Equal("EvidenceUnknown", Assert.Single((await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId))).Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(left.AccessKeyId));
        Assert.Empty(account.Changes());
    }

    private static readonly string[] ErrorsOfTheSecond = ["RotationInProgress", "KeysChanged", "QuotaReached", "TwoActiveKeys"];

    private static void AssertAsBefore(TestAccount account, string userName, SandboxAccessKey old)
    {
        SandboxAccessKey only = Assert.Single(account.State.FindUser(userName)!.Keys);
        Assert.Equal(old.AccessKeyId, only.AccessKeyId);
        Assert.Equal(SandboxKeyStatus.Active, only.Status);
        Assert.Empty(account.TagsOf(userName));
        Assert.All(account.State.DeletedKeys, key => Assert.Equal(SandboxKeyStatus.Inactive, key.StatusAtDeletion));
    }
}
