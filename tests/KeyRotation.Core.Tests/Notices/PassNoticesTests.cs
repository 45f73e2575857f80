using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Notices;
using KeyRotation.Passes;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class PassNoticesTests
{
    [Fact]
    public async Task The_tags_that_a_pass_reads_say_who_owns_what_it_does_and_refuses()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("done", 100, "red");
        scene.User("refused", 100, "blue");
        scene.Account.State.AddAccessKey("refused", TestAccount.Start.AddDays(-120), SandboxKeyStatus.Active);
        scene.User("unreadable", 100, "green");
        scene.Account.State.SetTag("unreadable", "keyrotation:pending", "nonsense");
        var notices = new PassNotices();

        RecordingReport report = await PassAsync(scene, notices);
        scene.Account.Server.Calls.Clear();
        foreach (KeyRotationException failure in report.Failures)
        {
            notices.Refused(failure);
        }

        await new NoticeSending(new NoticeOptions(), [scene.Receiver], new OneAccount(scene.Account.Session), report).RunAsync(notices.ToLines(), CancellationToken.None);

        Assert.Equal(["red", "blue", "green"], scene.Receiver.Sent.Select(notice => notice.Recipient));
        Assert.Empty(scene.Account.Server.Calls.Snapshot());
    }

    [Fact]
    public async Task A_key_that_nobody_took_is_in_no_notice()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 100, "red");
        var notices = new PassNotices();

        await Assert.ThrowsAsync<ResultNotTakenException>(() => PassAsync(scene, notices, new RecordingReport { OnResult = _ => throw new ResultNotTakenException(new InvalidOperationException()) }));

        Assert.Empty(notices.ToLines());
    }

    [Fact]
    public async Task A_step_that_is_only_planned_says_so()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("svc", 100, "red");
        var notices = new PassNotices();

        await PassAsync(scene, notices, new RecordingReport { OnQuestion = (_, _) => Agreement.OnlyPlanned });

        NoticeLine line = Assert.Single(notices.ToLines());
        Assert.StartsWith("This is planned, and not done yet: Create a new access key that replaces", line.What, StringComparison.Ordinal);
        Assert.Equal("svc", line.UserName);
    }

    private static async Task<RecordingReport> PassAsync(NoticeScene scene, PassNotices notices, RecordingReport? report = null)
    {
        report ??= new RecordingReport();
        IReport watched = notices.Watch(scene.Account.Session, report);
        var options = new StepRunnerOptions { TagsRead = notices.TagsRead, StepPlanned = notices.Planned };
        IReadOnlyList<StepRule> rules = AccountPass.CreateRules(scene.Account.Session, new PassOptions(), watched);
        await new StepRunner(scene.Account.Session, rules, options, watched).RunAsync([], CancellationToken.None);
        return report;
    }
}
