using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Retirement;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Retirement;

public sealed class RetirementTests
{
    [Fact]
    public async Task The_whole_life_of_a_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, string newId) = await RotatedAsync(account);

        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        AccessKey disabled = Assert.Single((await account.DisableAsync()).Results<AccessKey>());
        Assert.Equal((old.AccessKeyId, KeyStage.Quarantined, newId), (disabled.AccessKeyId, disabled.StageValue, disabled.ReplacedBy));
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));

        AccessKey enabled = Assert.Single((await account.EnableAsync(new KeyTarget("svc"))).Results<AccessKey>());
        Assert.Equal(KeyStage.Superseded, enabled.StageValue);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));

        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Single((await account.DisableAsync()).Results<AccessKey>());
        account.Server.Clock.Advance(TimeSpan.FromDays(6.9));
        Assert.Empty((await account.RemoveAsync()).Results<AccessKey>());
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));

        account.State.SetTag("svc", old.AccessKeyId, "the description of the console");
        account.Server.Clock.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(KeyStage.Retired, Assert.Single((await account.RemoveAsync()).Results<AccessKey>()).StageValue);
        Assert.Equal("deleted", account.StatusOf(old.AccessKeyId));
        Assert.Equal("Active", account.StatusOf(newId));
        Assert.Equal(["keyrotation:" + newId], account.TagsOf("svc").Keys);
    }

    [Fact]
    public async Task A_superseded_key_that_is_still_in_use_is_refused_with_who_uses_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, string newId) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        account.State.RecordUse(old.AccessKeyId, "dynamodb", "eu-west-1", account.Server.Clock.UtcNow.AddHours(-3));

        KeyRotationException failure = Assert.Single((await account.DisableAsync()).Failures);

        Assert.Equal("OldKeyInUse", failure.ErrorId);
        Assert.Contains("dynamodb", failure.Message, StringComparison.Ordinal);
        Assert.Contains(newId, failure.Message, StringComparison.Ordinal);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_key_is_quiet_to_the_second()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        DateTimeOffset since = SinceOf(account, old);
        account.Server.Clock.Advance(since.AddDays(1).AddSeconds(-2) - account.Server.Clock.UtcNow);

        Assert.Equal("NotQuietLongEnough", Assert.Single((await account.DisableAsync(null, new KeyTarget("svc"))).Failures).ErrorId);
        account.Server.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Single((await account.DisableAsync(null, new KeyTarget("svc"))).Results<AccessKey>());
    }

    [Fact]
    public async Task Unknown_evidence_permits_nothing()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        account.Server.Faults.Order(new Fault { Operation = "GetAccessKeyLastUsed", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 100 });

        KeyRotationException failure = Assert.Single((await account.DisableAsync(null, new KeyTarget("svc", old.AccessKeyId))).Failures);

        Assert.Equal("EvidenceUnknown", failure.ErrorId);
        Assert.Contains("iam:GetAccessKeyLastUsed", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_key_whose_replacement_is_gone_or_inactive_is_not_disabled()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, string newId) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        account.State.UpdateAccessKey("svc", newId, SandboxKeyStatus.Inactive);

        Assert.Equal("ReplacementNotActive", Assert.Single((await account.DisableAsync(null, new KeyTarget("svc", old.AccessKeyId))).Failures).ErrorId);
        account.State.DeleteAccessKey("svc", newId);
        Assert.Equal("ReplacementNotActive", Assert.Single((await account.DisableAsync(null, new KeyTarget("svc", old.AccessKeyId))).Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_dormant_key_is_disabled_only_when_asked_for_by_id_and_quiet_for_90_days()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey dormant = account.UserWithKey("dormant", 400);
        SandboxAccessKey lively = account.UserWithKey("lively", 400);
        account.State.RecordUse(lively.AccessKeyId, "s3", "eu-west-1", TestAccount.Start.AddDays(-89));

        Assert.Equal("NothingSuperseded", Assert.Single((await account.DisableAsync(null, new KeyTarget("dormant"))).Failures).ErrorId);
        Assert.Empty((await account.DisableAsync()).Results<AccessKey>());
        Assert.Equal("OldKeyInUse", Assert.Single((await account.DisableAsync(null, new KeyTarget("lively", lively.AccessKeyId))).Failures).ErrorId);
        Assert.Single((await account.DisableAsync(null, new KeyTarget("dormant", dormant.AccessKeyId))).Results<AccessKey>());
        Assert.Equal("Active", account.StatusOf(lively.AccessKeyId));
        Assert.Equal("Inactive", account.StatusOf(dormant.AccessKeyId));

        Assert.Single((await account.EnableAsync(new KeyTarget("dormant"))).Results<AccessKey>());
        Assert.StartsWith("current since=", account.TagsOf("dormant")["keyrotation:" + dormant.AccessKeyId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_skips_a_guard_says_so_and_records_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);

        RecordingReport report = await account.DisableAsync(new RetirementOptions { Force = true }, new KeyTarget("svc"));

        Assert.Contains("-Force", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.EndsWith("forced=yes", account.TagsOf("svc")["keyrotation:" + old.AccessKeyId], StringComparison.Ordinal);
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task An_active_key_is_never_deleted_not_even_with_force()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);

        Assert.Equal("KeyIsActive", Assert.Single((await account.RemoveAsync(new RetirementOptions { Force = true, Quarantine = TimeSpan.Zero }, new KeyTarget("svc", old.AccessKeyId))).Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_key_that_is_enabled_between_the_plan_and_the_deletion_is_not_deleted()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync();
        account.Server.Clock.Advance(TimeSpan.FromDays(8));
        var report = new RecordingReport
        {
            OnQuestion = (_, _) =>
            {
                account.State.UpdateAccessKey("svc", old.AccessKeyId, SandboxKeyStatus.Active);
                return Agreement.AgreedLater;
            },
        };

        await account.StepAsync((session, _) => new KeyRemoval(session, new RetirementOptions(), report), report);

        Assert.Equal("Remove access key", Assert.Single(report.Questions).Action);
        Assert.Equal("ChangedSincePlanned", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_key_that_is_used_between_the_plan_and_the_disabling_is_not_disabled()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        var report = new RecordingReport
        {
            OnQuestion = (_, _) =>
            {
                account.State.RecordUse(old.AccessKeyId, "s3", "eu-west-1");
                return Agreement.AgreedLater;
            },
        };

        await account.StepAsync((session, _) => new KeyDisabling(session, new RetirementOptions(), report), report);

        Assert.Equal("OldKeyInUse", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task The_quarantine_of_a_key_that_somebody_else_disabled_begins_when_it_is_first_seen()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 400);
        account.State.UpdateAccessKey("svc", key.AccessKeyId, SandboxKeyStatus.Inactive);
        account.Server.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Empty((await account.RemoveAsync()).Results<AccessKey>());
        AccessKey seen = Assert.Single((await account.RemoveAsync(null, new KeyTarget("svc", key.AccessKeyId))).Results<AccessKey>());
        Assert.Equal(KeyStage.Quarantined, seen.StageValue);
        Assert.Equal("QuarantineNotOver", Assert.Single((await account.RemoveAsync(null, new KeyTarget("svc", key.AccessKeyId))).Failures).ErrorId);
        Assert.Equal("Inactive", account.StatusOf(key.AccessKeyId));

        account.Server.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(KeyStage.Retired, Assert.Single((await account.RemoveAsync()).Results<AccessKey>()).StageValue);
    }

    [Fact]
    public async Task A_key_that_was_used_after_its_quarantine_began_starts_it_again()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync();
        account.Server.Clock.Advance(TimeSpan.FromDays(5));
        account.State.RecordUse(old.AccessKeyId, "s3", "eu-west-1");
        account.Server.Clock.Advance(TimeSpan.FromDays(5));

        RecordingReport report = await account.RemoveAsync();

        Assert.Equal(KeyStage.Quarantined, Assert.Single(report.Results<AccessKey>()).StageValue);
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
        Assert.Empty((await account.RemoveAsync()).Results<AccessKey>());
    }

    [Fact]
    public async Task Where_the_quarantine_cannot_be_recorded_the_key_is_active_again()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        account.State.AllowActions(SandboxServer.AdministratorName, "iam:List*", "iam:Get*", "iam:Generate*", "iam:*AccessKey", "sts:*");

        KeyRotationException failure = Assert.Single((await account.DisableAsync()).Failures);

        Assert.Equal("DisableNotRecorded", failure.ErrorId);
        Assert.Contains("iam:TagUser", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
        Assert.StartsWith("superseded", account.TagsOf("svc")["keyrotation:" + old.AccessKeyId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_step_done_twice_changes_nothing_more()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        var target = new KeyTarget("svc", old.AccessKeyId);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync(null, target);
        account.Server.Calls.Clear();
        Assert.Single((await account.DisableAsync(null, target)).Results<AccessKey>());
        Assert.Empty(account.Changes());

        await account.EnableAsync(target);
        account.Server.Calls.Clear();
        Assert.Single((await account.EnableAsync(target)).Results<AccessKey>());
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_deletion_whose_answer_is_lost_is_done_once_and_its_tags_go()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, string newId) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync();
        account.Server.Clock.Advance(TimeSpan.FromDays(8));
        account.Server.Faults.Order(new Fault { Operation = "DeleteAccessKey", Kind = FaultKind.CutAfter });

        RecordingReport report = await account.RemoveAsync();

        Assert.Empty(report.Failures);
        Assert.Single(report.Results<AccessKey>());
        Assert.Equal("deleted", account.StatusOf(old.AccessKeyId));
        Assert.Equal(["keyrotation:" + newId], account.TagsOf("svc").Keys);
    }

    [Fact]
    public async Task A_quarantined_key_that_somebody_made_active_again_is_left_active_until_it_has_been_quiet_anew()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync();
        account.Server.Clock.Advance(TimeSpan.FromDays(5));
        account.State.UpdateAccessKey("svc", old.AccessKeyId, SandboxKeyStatus.Active);

        AccessKey seen = Assert.Single((await account.DisableAsync()).Results<AccessKey>());
        Assert.Equal(KeyStage.Superseded, seen.StageValue);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
        Assert.Empty((await account.DisableAsync()).Results<AccessKey>());
        account.Server.Clock.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal(KeyStage.Quarantined, Assert.Single((await account.DisableAsync()).Results<AccessKey>()).StageValue);
    }

    [Fact]
    public async Task Planning_changes_nothing()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        (SandboxAccessKey old, _) = await RotatedAsync(account);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        account.Server.Calls.Clear();

        var report = new RecordingReport { OnQuestion = (_, _) => Agreement.OnlyPlanned };
        await account.StepAsync((session, _) => new KeyDisabling(session, new RetirementOptions(), report), report);
        Assert.Single(report.Questions);

        Assert.DoesNotContain(account.Changes(), operation => operation != "GenerateCredentialReport");
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    private static async Task<(SandboxAccessKey Old, string NewId)> RotatedAsync(TestAccount account)
    {
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotatedAccessKey rotated = (await account.RotateAndUseAsync(new KeyTarget("svc", old.AccessKeyId))).Results<RotatedAccessKey>().Single();
        return (old, rotated.AccessKeyId);
    }

    private static DateTimeOffset SinceOf(TestAccount account, SandboxAccessKey key) =>
        KeyRotation.Journal.KeyRecord.Parse(account.TagsOf("svc")["keyrotation:" + key.AccessKeyId]).Since;
}
