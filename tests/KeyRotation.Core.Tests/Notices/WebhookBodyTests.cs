using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using KeyRotation.Notices.Webhooks;
using KeyRotation.Tests.Export;
using Xunit;

namespace KeyRotation.Tests.Notices;

/// <summary>The bodies against the published limits of who takes them.</summary>
public sealed class WebhookBodyTests
{
    public static TheoryData<int, int> Sizes => new() { { 1, 10 }, { 3, 2999 }, { 3, 3001 }, { 500, 40 }, { 4000, 3 }, { 2, 100_000 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Slack_gets_no_more_than_it_takes(int lines, int length)
    {
        Notice notice = Of(string.Join('\n', Enumerable.Repeat(new string('x', length), lines)), new string('s', 400));

        using JsonDocument body = JsonDocument.Parse(WebhookBody.Of(WebhookFormat.Slack, notice));

        JsonElement[] blocks = [.. body.RootElement.GetProperty("blocks").EnumerateArray()];
        Assert.InRange(blocks.Length, 2, 50);
        Assert.Equal("header", blocks[0].GetProperty("type").GetString());
        Assert.InRange(Text(blocks[0]).Length, 1, 150);
        Assert.All(blocks.Skip(1), block =>
        {
            Assert.Equal("section", block.GetProperty("type").GetString());
            Assert.InRange(Text(block).Length, 1, 3000);
        });
        Assert.All(blocks, block => Assert.Equal("plain_text", block.GetProperty("text").GetProperty("type").GetString()));
        Assert.InRange(blocks.Sum(block => Text(block).Length), 1, 13_000);
        Assert.InRange(body.RootElement.GetProperty("text").GetString()!.Length, 1, 4000);

        static string Text(JsonElement block) => block.GetProperty("text").GetProperty("text").GetString()!;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Teams_gets_an_adaptive_card_of_28_KB_at_most(int lines, int length)
    {
        string body = WebhookBody.Of(WebhookFormat.Teams, Of(string.Join('\n', Enumerable.Repeat(new string('ä', length), lines)), "subject"));

        Assert.InRange(Encoding.UTF8.GetByteCount(body), 1, 28 * 1024);
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement attachment = Assert.Single(document.RootElement.GetProperty("attachments").EnumerateArray());
        Assert.Equal("message", document.RootElement.GetProperty("type").GetString());
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        JsonElement card = attachment.GetProperty("content");
        Assert.Equal(("AdaptiveCard", "1.2"), (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()));
        Assert.All(card.GetProperty("body").EnumerateArray(), block =>
        {
            Assert.Equal("RichTextBlock", block.GetProperty("type").GetString());
            JsonElement run = Assert.Single(block.GetProperty("inlines").EnumerateArray());
            Assert.Equal("TextRun", run.GetProperty("type").GetString());
            Assert.NotEmpty(run.GetProperty("text").GetString()!);
        });
    }

    [Theory]
    [InlineData(WebhookFormat.Slack)]
    [InlineData(WebhookFormat.Teams)]
    public void What_does_not_fit_is_said(WebhookFormat format) =>
        Assert.Contains("more lines, for which there is no room here.", WebhookBody.Of(format, Of(string.Join('\n', Enumerable.Repeat("a line of some words", 3000)), "s")), StringComparison.Ordinal);

    [Fact]
    public void A_name_cannot_mention_a_channel_of_Slack()
    {
        using JsonDocument body = JsonDocument.Parse(WebhookBody.Of(WebhookFormat.Slack, Of("<!channel> & more", "<!here> & <@U1>")));

        Assert.Equal("&lt;!here&gt; &amp; &lt;@U1&gt;", body.RootElement.GetProperty("text").GetString());
    }

    [Fact]
    public void Json_has_every_member_that_is_documented()
    {
        var line = new NoticeLine
        {
            AccountId = Samples.Account, AccountName = "prod", UserName = "svc", AccessKeyId = "AKIANEW", What = "what", When = Samples.Now, ToDo = "do", SecretLocation = "Csv:file",
        };

        using JsonDocument body = JsonDocument.Parse(WebhookBody.Of(WebhookFormat.Json, new Notice("red", "r", "subject", "text", [line])));

        Assert.Equal(["recipient", "subject", "text", "lines"], Names(body.RootElement));
        Assert.Equal(["accountId", "accountName", "userName", "accessKeyId", "what", "when", "toDo", "secretLocation"], Names(body.RootElement.GetProperty("lines")[0]));
        Assert.Equal("2026-11-20T09:30:00Z", body.RootElement.GetProperty("lines")[0].GetProperty("when").GetString());

        static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
    }

    private static Notice Of(string text, string subject) => new("red", "webhook", subject, text, []);
}
