using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Notices;
using KeyRotation.Notices.Webhooks;
using Xunit;

namespace KeyRotation.Tests.Notices;

public sealed class NoticeReceiverTests
{
    private const string Arn = "arn:aws:sns:eu-central-1:123456789012:key-notices";

    [Fact]
    public void A_text_is_a_topic_or_a_webhook_that_takes_JSON()
    {
        Assert.Equal(("Topic", Arn, true), (NoticeReceiver.Parse(Arn).Kind, NoticeReceiver.Parse(" " + Arn).Name, NoticeReceiver.Parse(Arn).NeedsAccount));
        Assert.Equal("Json webhook on hooks.example.com", NoticeReceiver.Parse("https://hooks.example.com/s0secret").ToString());
        Assert.Equal("Teams webhook on hooks.example.com", NoticeReceiver.Webhook("https://hooks.example.com/s0secret", WebhookFormat.Teams).ToString());
        Assert.Equal("Mail keys@example.com", NoticeReceiver.Mail("keys@example.com").ToString());
    }

    [Theory]
    [InlineData("hooks.example.com/s0secret")]
    [InlineData("ftp://hooks.example.com/s0secret")]
    [InlineData("http://hooks.example.com/s0secret")]
    [InlineData("https:s0secret")]
    [InlineData("s0secret@example.com")]
    [InlineData("")]
    public void What_is_no_receiver_is_refused_and_never_shown(string text)
    {
        Exception problem = Assert.ThrowsAny<Exception>(() => NoticeReceiver.Parse(text));

        Assert.True(problem is FormatException or KeyRotationException);
        Assert.DoesNotContain("s0secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:sns:eu-central-1:123456789012:key-notices.fifo")]
    [InlineData("arn:aws:sqs:eu-central-1:123456789012:key-notices")]
    [InlineData("arn:aws:sns:eu-central-1:123456789012:key-notices:subscription")]
    public void Other_ARNs_are_refused(string arn) => Assert.Throws<FormatException>(() => NoticeReceiver.Parse(arn));

    [Fact]
    public void A_receiver_of_another_module_is_opened_anew_for_each_run_and_says_why_it_cannot_be()
    {
        int opened = 0;
        NoticeReceiver receiver = NoticeReceiver.Of("Pager", "duty", () => ++opened < 3 ? new Nowhere() : throw new NotSupportedException("no such pager"));

        Assert.NotSame(receiver.Open(services: null, TimeProvider.System), receiver.Open(services: null, TimeProvider.System));
        KeyRotationException failure = Assert.Throws<KeyRotationException>(() => receiver.Open(services: null, TimeProvider.System));
        Assert.Equal("NoticeReceiverUnusable", failure.ErrorId);
        Assert.Contains("Pager duty: no such pager.", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Nowhere : INoticeReceiver
    {
        public string Name => "nowhere";

        public Task SendAsync(Notice notice, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
