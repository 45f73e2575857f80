using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;
using KeyRotation.Notices;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class SeveralReceiversTests
{
    private static readonly NoticeOptions Ahead = new() { DaysAhead = [14] };

    [Fact]
    public async Task A_warning_is_recorded_only_when_all_receivers_have_it()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 80, "red");
        bool isDown = true;
        var first = new RecordingReceiver();
        var second = new RecordingReceiver { Fault = _ => isDown ? new DestinationException(FailureCategory.ConnectionError, "no answer.") : null };

        RecordingReport report = await SendAsync(scene, [first, second], Ahead);
        Assert.Single(report.Results<Notice>());
        Assert.Equal("NoticeFailed", Assert.Single(report.Failures).ErrorId);
        Assert.False(scene.Account.TagsOf("svc").ContainsKey(JournalTags.Noticed));

        isDown = false;
        await SendAsync(scene, [first, second], Ahead);
        Assert.Equal((2, 1), (first.Sent.Count, second.Sent.Count));
        Assert.True(scene.Account.TagsOf("svc").ContainsKey(JournalTags.Noticed));
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_twice_in_a_row_is_one_error_and_is_not_tried_again()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        for (int number = 1; number <= 5; number++)
        {
            scene.User("u" + number, 100, "owner" + number);
        }

        int tries = 0;
        var dead = new RecordingReceiver
        {
            Fault = _ =>
            {
                tries++;
                return new DestinationException(FailureCategory.ConnectionError, "no answer.");
            },
        };
        var alive = new RecordingReceiver();

        RecordingReport report = await SendAsync(scene, [dead, alive], new NoticeOptions());

        Assert.Equal((2, 5), (tries, alive.Sent.Count));
        string message = Assert.Single(report.Failures).Message;
        Assert.Contains("owner1 (user u1), owner2 (user u2), owner3 (user u3), owner4 (user u4), owner5 (user u5) were not sent by the recorder: no answer. It is not tried again in this run, so the last 3 were not tried.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_is_not_tried_again()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        for (int number = 1; number <= 3; number++)
        {
            scene.User("u" + number, 100, "owner" + number);
        }

        int tries = 0;
        var locked = new RecordingReceiver
        {
            Fault = _ =>
            {
                tries++;
                return new DestinationException(FailureCategory.AuthenticationError, "the password is wrong.");
            },
        };

        RecordingReport report = await SendAsync(scene, [locked], new NoticeOptions());

        Assert.Equal(1, tries);
        Assert.Contains("so the last 2 were not tried", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_refuses_one_notice_and_another_is_tried_for_each()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        for (int number = 1; number <= 4; number++)
        {
            scene.User("u" + number, 100, "owner" + number);
        }

        var picky = new RecordingReceiver { Fault = notice => notice.Recipient == "owner4" ? null : new DestinationException(FailureCategory.InvalidArgument, $"'{notice.Recipient}' is not known.") };

        RecordingReport report = await SendAsync(scene, [picky], new NoticeOptions());

        Assert.Equal(3, report.Failures.Count);
        Assert.Equal("owner4", Assert.Single(picky.Sent).Recipient);
    }

    [Fact]
    public async Task A_receiver_whose_own_time_runs_out_has_failed_and_has_not_stopped_the_run()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 100, "red");
        var slow = new RecordingReceiver { Fault = _ => new TaskCanceledException("of its own clock") };
        var other = new RecordingReceiver();

        RecordingReport report = await SendAsync(scene, [slow, other], new NoticeOptions());

        Assert.Equal("NoticeFailed", Assert.Single(report.Failures).ErrorId);
        Assert.Single(other.Sent);
    }

    private static async Task<RecordingReport> SendAsync(NoticeScene scene, INoticeReceiver[] receivers, NoticeOptions options)
    {
        var report = new RecordingReport();
        await new NoticeSending(options, receivers, new OneAccount(scene.Account.Session), report)
            .RunAsync((await scene.StatusAsync([.. scene.Account.State.Users.Select(user => user.UserName).Where(name => name != "sandbox-admin")])).Select(status => NoticeLines.Of(status)!).ToList(), CancellationToken.None);
        return report;
    }
}
