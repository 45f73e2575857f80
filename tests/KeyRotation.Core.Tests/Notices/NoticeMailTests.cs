using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Notices;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class NoticeMailTests
{
    private const string Region = "us-east-1";

    [Fact]
    public async Task Each_owner_gets_a_mail_and_an_owner_without_an_address_is_an_error_of_its_own()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.Account.State.VerifyMailIdentity(Region, "example.com");
        scene.User("a", 100, "red@example.com");
        scene.User("b", 100, "team-blue");

        RecordingReport report = await SendAsync(scene, "keys@example.com", "a", "b");

        SandboxMail mail = Assert.Single(scene.Account.State.Mails(Region));
        Assert.Equal(("keys@example.com", "red@example.com", "AWS access keys of red@example.com: 1 notice"), (mail.From, mail.To, mail.Subject));
        Assert.Contains("user a in account", mail.Text, StringComparison.Ordinal);
        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Equal(("NoticeFailed", FailureCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains("'team-blue' is not a mail address", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_that_nobody_verified_is_refused_with_what_SES_says()
    {
        await using NoticeScene scene = await NoticeScene.StartAsync();
        scene.User("a", 100, "red@example.com");

        RecordingReport report = await SendAsync(scene, "other@example.org", "a");

        KeyRotationException failure = Assert.Single(report.Failures);
        Assert.Contains("ses:SendEmail: Email address is not verified", failure.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Account.State.Mails(Region));
    }

    private static async Task<RecordingReport> SendAsync(NoticeScene scene, string from, params string[] userNames)
    {
        var report = new RecordingReport();
        List<NoticeLine> lines = (await scene.StatusAsync(userNames)).Select(status => NoticeLines.Of(status)!).ToList();
        await new NoticeSending(new NoticeOptions(), [scene.Account.Connection.Mail(from)], new OneAccount(scene.Account.Session), report).RunAsync(lines, TestContext.Current.CancellationToken);
        return report;
    }
}
