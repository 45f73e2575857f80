using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Aws.Tests.Moto;

/// <summary>A notice goes through a topic of moto into a queue, and the AWS CLI reads it there.</summary>
public sealed class MotoNoticeTests : IClassFixture<MotoServer>
{
    private readonly MotoServer moto;

    public MotoNoticeTests(MotoServer moto) => this.moto = moto;

    [Fact]
    public async Task A_subscriber_of_the_topic_gets_the_notice()
    {
        string topic = await SaidAsync("sns", "create-topic", "--name", "key-notices", "--query", "TopicArn");
        string queue = await SaidAsync("sqs", "create-queue", "--queue-name", "inbox", "--query", "QueueUrl");
        string queueArn = await SaidAsync("sqs", "get-queue-attributes", "--queue-url", queue, "--attribute-names", "QueueArn", "--query", "Attributes.QueueArn");
        await moto.CliAsync("sns", "subscribe", "--topic-arn", topic, "--protocol", "sqs", "--notification-endpoint", queueArn);
        using AwsConnection connection = await AwsConnection.OpenAsync(moto.Options, TimeProvider.System, CancellationToken.None);

        await connection.Topic(topic).SendAsync(new Notice("team-red", "topic", "AWS access keys of team-red: 1 notice", "For: team-red\n\n1. Key AKIAOLD …", []), TestContext.Current.CancellationToken);

        using JsonDocument received = JsonDocument.Parse(await moto.CliAsync("sqs", "receive-message", "--queue-url", queue, "--query", "Messages[0].Body"));
        Assert.Equal("AWS access keys of team-red: 1 notice", received.RootElement.GetProperty("Subject").GetString());
        Assert.Equal("For: team-red\n\n1. Key AKIAOLD …", received.RootElement.GetProperty("Message").GetString());
        Assert.Equal("team-red", received.RootElement.GetProperty("MessageAttributes").GetProperty("recipient").GetProperty("Value").GetString());
    }

    [Fact]
    public async Task A_mail_of_a_verified_sender_is_taken_and_another_is_not()
    {
        await moto.CliAsync("sesv2", "create-email-identity", "--email-identity", "keys@example.com");
        using AwsConnection connection = await AwsConnection.OpenAsync(moto.Options, TimeProvider.System, CancellationToken.None);
        var notice = new Notice("red@example.com", "mail", "subject", "text", []);

        await connection.Mail("keys@example.com").SendAsync(notice, TestContext.Current.CancellationToken);

        Assert.StartsWith("1", await SaidAsync("ses", "get-send-quota", "--query", "SentLast24Hours"), StringComparison.Ordinal);
        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => connection.Mail("other@example.org").SendAsync(notice, CancellationToken.None));
        Assert.Equal(("ses:SendEmail", "MessageRejected"), (problem.Action, problem.Code));
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_named_as_such()
    {
        using AwsConnection connection = await AwsConnection.OpenAsync(moto.Options, TimeProvider.System, CancellationToken.None);

        ServiceException problem = await Assert.ThrowsAsync<ServiceException>(() => connection.Topic("arn:aws:sns:us-east-1:123456789012:none").SendAsync(new Notice("r", "t", "s", "t", []), CancellationToken.None));

        Assert.Equal(("sns:Publish", ServiceErrorKind.NotFound), (problem.Action, problem.Kind));
    }

    private async Task<string> SaidAsync(params string[] arguments) => (await moto.CliAsync(arguments)).Trim();
}
