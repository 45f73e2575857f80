using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Topics;

public sealed class TopicTests : IDisposable
{
    private const string Region = "eu-central-1";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;
    private readonly string topic;

    public TopicTests()
    {
        admin = new Client(server);
        topic = server.Account.CreateTopic(Region, "key-notices");
    }

    [Fact]
    public async Task What_is_published_is_kept_and_comes_into_the_queues_that_subscribed()
    {
        var queue = server.Account.CreateQueue(Region, "inbox");
        server.Account.Subscribe(Region, topic, queue);

        var answer = await PublishAsync(("Subject", "subject"), ("Message", "täxt"), ("MessageAttributes.entry.1.Name", "recipient"), ("MessageAttributes.entry.1.Value.DataType", "String"), ("MessageAttributes.entry.1.Value.StringValue", "red"));

        Assert.Equal(200, answer.Status);
        var published = Assert.Single(server.Account.Published(Region, topic));
        Assert.Equal(("subject", "täxt", "red"), (published.Subject, published.Message, published.Attributes["recipient"]));
        var received = JsonNode.Parse(Assert.Single(server.Account.Messages(Region, queue)).Body)!;
        Assert.Equal(
            ("Notification", topic, "subject", "täxt", "red"),
            (received["Type"]!.ToString(), received["TopicArn"]!.ToString(), received["Subject"]!.ToString(), received["Message"]!.ToString(), received["MessageAttributes"]!["recipient"]!["Value"]!.ToString()));
        Assert.Equal("Publish", server.Calls.Snapshot()[^1].Operation);
    }

    [Theory]
    [InlineData("", "subject", "InvalidParameter")]
    [InlineData("text", "", "InvalidParameter")]
    [InlineData("text", "two\nlines", "InvalidParameter")]
    [InlineData("text", "Schlüssel", "InvalidParameter")]
    public async Task What_SNS_would_not_take_is_refused(string message, string subject, string code)
    {
        Assert.Equal(code, (await PublishAsync(("Subject", subject), ("Message", message))).Code);
        Assert.Empty(server.Account.Published(Region, topic));
    }

    [Fact]
    public async Task Subjects_of_100_characters_and_messages_above_256_KB_are_refused()
    {
        Assert.Equal("InvalidParameter", (await PublishAsync(("Subject", new string('s', 100)), ("Message", "m"))).Code);
        Assert.Equal("InvalidParameter", (await PublishAsync(("Message", new string('m', 262_145)))).Code);
        Assert.Equal(200, (await PublishAsync(("Subject", new string('s', 99)), ("Message", new string('m', 262_144)))).Status);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_or_of_another_region_and_a_signer_without_permission_are_refused()
    {
        Assert.Equal("NotFound", (await SendAsync(Region, ("TopicArn", topic + "x"), ("Message", "m"))).Code);
        Assert.Equal("InvalidParameter", (await SendAsync("us-east-1", ("TopicArn", topic), ("Message", "m"))).Code);
        Assert.Equal("InvalidParameter", (await SendAsync(Region, ("Message", "m"))).Code);
        server.Account.AllowActions(SandboxServer.AdministratorName, "iam:ListUsers");
        Assert.Equal("AccessDenied", (await PublishAsync(("Message", "m"))).Code);
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private Task<Answer> PublishAsync(params (string Name, string Value)[] parameters) => SendAsync(Region, [("TopicArn", topic), .. parameters]);

    private Task<Answer> SendAsync(string region, params (string Name, string Value)[] parameters) =>
        admin.PostAsync(admin.Signer("sns", region), Client.Form("Publish", "2010-03-31", parameters));
}
