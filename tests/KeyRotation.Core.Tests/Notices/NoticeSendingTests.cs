using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;
using KeyRotation.Notices;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class NoticeSendingTests
{
    private static readonly NoticeOptions Ahead = new() { DaysAhead = [14, 7, 1] };

    [Fact]
    public async Task Each_owner_gets_one_notice_whatever_the_number_of_keys()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("a", 100, "team-red");
        scene.User("b", 200, "Team-Red ", tag: "owner-email");
        scene.User("c", 300, "team-blue", tag: "TEAM");

        RecordingReport report = await scene.SendAsync(await scene.StatusAsync("a", "b", "c"));

        Assert.Equal([("team-red", 2), ("team-blue", 1)], scene.Receiver.Sent.Select(notice => (notice.Recipient, notice.Lines.Count)));
        Assert.Equal(scene.Receiver.Sent, report.Results<Notice>());
        Assert.Empty(report.Failures);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task Tags_that_objects_do_not_bring_are_read_once_a_user()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("a", 100, "red");
        RecordingReport audit = await scene.Account.AuditAsync();
        AccessKey stale = audit.Results<AccessKey>().Single(key => key.UserName == "a");
        scene.Account.Server.Calls.Clear();

        await scene.SendAsync([stale, stale, Refusal("a"), Refusal("A"), new RotationSummary { AccountId = scene.Account.State.AccountId, StartedAt = TestAccount.Start, EndedAt = TestAccount.Start }], new NoticeOptions { DefaultRecipient = "ops" });

        Assert.Equal(1, scene.CallsOf("ListUserTags"));
        Assert.Equal(["red", "ops"], scene.Receiver.Sent.Select(notice => notice.Recipient));
        Assert.Equal(3, scene.Receiver.Sent[0].Lines.Count);

        KeyRotationException Refusal(string userName) => new("OldKeyInUse", FailureCategory.InvalidOperation, new KeyReference(scene.Account.State.AccountId, userName, "AKIAOLD"), "It is in use. Wait.");
    }

    [Fact]
    public async Task Whoever_has_no_owner_is_named_in_one_error_and_nobody_else_waits()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("owned", 100, "red");
        scene.User("orphan", 100, owner: null);
        scene.User("waif", 100, "  ");

        RecordingReport report = await scene.SendAsync(await scene.StatusAsync("owned", "orphan", "waif"));

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal("NoticeOwnerUnknown", failure.ErrorId);
        Assert.Contains("user orphan, user waif", failure.Message, StringComparison.Ordinal);
        Assert.Equal("red", Assert.Single(scene.Receiver.Sent).Recipient);
    }

    [Fact]
    public async Task A_receiver_that_fails_for_one_notice_gets_the_others()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.Receiver = new RecordingReceiver { Fault = notice => notice.Recipient switch { "red" => new DestinationException(FailureCategory.ConnectionError, "no answer."), "blue" => new InvalidCastException("secret-of-the-receiver"), _ => null } };
        foreach (string owner in new[] { "red", "blue", "green" })
        {
            scene.User("of-" + owner, 76.5, owner);
        }

        RecordingReport report = await scene.SendAsync(await scene.StatusAsync("of-red", "of-blue", "of-green"), Ahead);

        Assert.Equal(["NoticeFailed", "NoticeFailed"], report.Failures.Select(failure => failure.ErrorId));
        Assert.All(report.Failures, failure => Assert.DoesNotContain("secret-of-the-receiver", failure.Message, StringComparison.Ordinal));
        Assert.Equal("green", Assert.Single(report.Results<Notice>()).Recipient);
        Assert.False(scene.Account.TagsOf("of-red").ContainsKey(JournalTags.Noticed));
        Assert.True(scene.Account.TagsOf("of-green").ContainsKey(JournalTags.Noticed));
    }

    [Fact]
    public async Task A_warning_ahead_comes_once_at_each_number_of_days_and_then_each_time_that_the_step_is_due()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 70, "red");
        var sent = new List<int>();
        for (double day = 70; day < 93; day += 0.5)
        {
            scene.Receiver.Sent.Clear();
            await scene.SendAsync(await scene.StatusAsync("svc"), Ahead);
            if (scene.Receiver.Sent.Count > 0)
            {
                sent.Add((int)(day * 10));
            }

            scene.Account.Server.Clock.Advance(TimeSpan.FromHours(12));
        }

        Assert.Equal([760, 830, 890, 900, 905, 910, 915, 920, 925], sent);
    }

    [Fact]
    public async Task With_0_days_a_step_that_is_due_is_noticed_once_as_well()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 100, "red");
        NoticeOptions options = new() { DaysAhead = [7, 0] };

        await scene.SendAsync(await scene.StatusAsync("svc"), options);
        await scene.SendAsync(await scene.StatusAsync("svc"), options);

        Assert.Single(scene.Receiver.Sent);
    }

    [Fact]
    public async Task Keys_whose_ids_only_the_report_leaves_out_are_warned_of_once_as_well()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("near", 80, "red");
        scene.User("far", 10, "red");
        IReadOnlyList<KeyStatus> all = await scene.StatusAsync();
        Assert.Null(all.Single(status => status.UserName == "near").AccessKeyId);
        scene.Account.Server.Calls.Clear();

        await scene.SendAsync(all, Ahead);
        await scene.SendAsync(all, Ahead);

        Assert.Equal("near", Assert.Single(Assert.Single(scene.Receiver.Sent).Lines).UserName);
        Assert.Equal((2, 1), (scene.CallsOf("ListUserTags"), scene.CallsOf("TagUser")));
    }

    [Fact]
    public async Task Keys_with_which_nothing_is_going_on_are_no_news_without_days()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("young", 10, "red");
        scene.User("exempt", 100, "red");
        scene.User("old", 100, "red");
        scene.Account.State.SetTag("exempt", JournalTags.Exempt, "until=2026-06-30 reason=late");
        await scene.Account.RotateAsync(new KeyTarget("old"));

        await scene.SendAsync(await scene.StatusAsync("young", "exempt", "old"));

        NoticeLine line = Assert.Single(Assert.Single(scene.Receiver.Sent).Lines);
        Assert.Equal("old", line.UserName);
        Assert.EndsWith("can be disabled in 1 day.", line.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_due_day_that_moves_away_is_warned_of_anew()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 100, "red");
        scene.Account.State.SetTag("svc", JournalTags.Exempt, "until=2026-03-04 reason=move");
        await scene.SendAsync(await scene.StatusAsync("svc"), Ahead);
        scene.Account.State.SetTag("svc", JournalTags.Exempt, "until=2026-06-30 reason=late");
        await scene.SendAsync(await scene.StatusAsync("svc"), Ahead);
        Assert.Single(scene.Receiver.Sent);

        scene.Account.Server.Clock.Advance(TimeSpan.FromDays(115));
        await scene.SendAsync(await scene.StatusAsync("svc"), Ahead);

        Assert.Equal(2, scene.Receiver.Sent.Count);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_warned_of_written_anew_and_hides_no_notice()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 80, "red");
        scene.Account.State.SetTag("svc", JournalTags.Noticed, "yes");

        RecordingReport report = await scene.SendAsync(await scene.StatusAsync("svc"), Ahead);

        Assert.Single(scene.Receiver.Sent);
        Assert.Contains("keyrotation:noticed of user svc", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.EndsWith("=14", scene.Account.TagsOf("svc")[JournalTags.Noticed], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_cannot_be_recorded_is_sent_and_warned_of()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 80, "red");
        IReadOnlyList<KeyStatus> status = await scene.StatusAsync("svc");
        scene.Account.State.AllowActions(SandboxServer.AdministratorName, "iam:ListUserTags");

        RecordingReport report = await scene.SendAsync(status, Ahead);

        Assert.Single(report.Results<Notice>());
        Assert.Contains("iam:TagUser", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task A_stop_just_after_a_notice_was_sent_still_records_it_and_sends_no_other()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("a", 80, "red");
        scene.User("b", 80, "blue");
        IReadOnlyList<KeyStatus> status = [.. await scene.StatusAsync("a"), .. await scene.StatusAsync("b")];
        using var stopping = new CancellationTokenSource();
        scene.Receiver = new RecordingReceiver
        {
            Fault = _ =>
            {
                stopping.Cancel();
                return null;
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.SendAsync(status, Ahead, cancellationToken: stopping.Token));

        Assert.Equal("red", Assert.Single(scene.Receiver.Sent).Recipient);
        Assert.True(scene.Account.TagsOf("a").ContainsKey(JournalTags.Noticed));
        Assert.False(scene.Account.TagsOf("b").ContainsKey(JournalTags.Noticed));
    }

    [Fact]
    public async Task Tags_that_cannot_be_read_are_one_warning_and_the_default_recipient_hears_of_them()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("a", 100, "red");
        scene.User("b", 100, "red");
        IReadOnlyList<AccessKey> stale = (await scene.Account.AuditAsync()).Results<AccessKey>();
        scene.Account.State.AllowActions(SandboxServer.AdministratorName);
        scene.Account.State.AllowActions(SandboxServer.AdministratorName, "iam:ListUsers");

        RecordingReport report = await scene.SendAsync(stale.Where(key => key.UserName is "a" or "b"), new NoticeOptions { DefaultRecipient = "ops" });

        Assert.Equal(("ops", 2), (scene.Receiver.Sent.Single().Recipient, scene.Receiver.Sent.Single().Lines.Count));
        string warning = Assert.Single(report.Warnings);
        Assert.Contains("iam:ListUserTags", warning, StringComparison.Ordinal);
        Assert.Contains("user a, user b", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tags_of_a_user_of_the_same_name_in_another_account_are_not_taken()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 100, "red");

        RecordingReport report = await scene.SendAsync([new KeyRotationException("TwoActiveKeys", FailureCategory.InvalidOperation, new KeyReference("999999999999", "svc", null), "Two. Remove one.")]);

        Assert.Empty(scene.Receiver.Sent);
        Assert.Equal("NoticeOwnerUnknown", Assert.Single(report.Failures).ErrorId);
        Assert.Equal(0, scene.CallsOf("ListUserTags"));
    }

    [Theory]
    [InlineData(Agreement.OnlyPlanned)]
    [InlineData(Agreement.Declined)]
    public async Task What_is_only_planned_or_declined_is_shown_and_changes_nothing(Agreement answer)
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 80, "red");
        scene.Account.Server.Calls.Clear();
        var report = new RecordingReport { OnQuestion = (_, _) => answer };

        await scene.SendAsync(await scene.StatusAsync("svc"), Ahead, report);

        Assert.Empty(scene.Receiver.Sent);
        Assert.Empty(report.Results<Notice>());
        Assert.Empty(scene.Account.Changes());
        (string target, string action) = Assert.Single(report.Questions);
        Assert.Contains("is to be replaced in 10 days", target, StringComparison.Ordinal);
        Assert.Contains("red to the recorder", action, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20260301T000000Z/rotate/20260601=14")]
    [InlineData("anything at all")]
    public async Task No_step_is_refused_because_of_what_the_record_says(string record)
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 100, "red");
        scene.Account.State.SetTag("svc", JournalTags.Noticed, record);

        RecordingReport report = await scene.Account.RotateAsync(new KeyTarget("svc"));

        Assert.Empty(report.Failures);
        Assert.Single(report.Results<RotatedAccessKey>());
        Assert.Equal(record, scene.Account.TagsOf("svc")[JournalTags.Noticed]);
    }
}
