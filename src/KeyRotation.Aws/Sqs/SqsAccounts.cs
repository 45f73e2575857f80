using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.Sqs;

/// <summary>A queue of Amazon SQS (API version 2012-11-05) whose messages name accounts.</summary>
internal sealed class SqsAccounts : IQueuedAccounts
{
    private readonly JsonClient client;
    private readonly string queueUrl;

    public SqsAccounts(JsonClient client, string queueUrl)
    {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    public async Task<QueuedAccount?> ReceiveAsync(TimeSpan wait, TimeSpan hidden, CancellationToken cancellationToken)
    {
        const string operation = "ReceiveMessage";
        JsonAnswer answer = await client.CallAsync(
            Request(operation)
                .With("MaxNumberOfMessages", 1)
                .With("WaitTimeSeconds", Seconds(wait))
                .With("VisibilityTimeout", Seconds(hidden)),
            cancellationToken).ConfigureAwait(false);
        return answer.Items("Messages").FirstOrDefault() is JsonAnswer message
            ? AccountMessage.Read(Required(operation, message, "MessageId"), Required(operation, message, "ReceiptHandle"), message.Text("Body") ?? string.Empty)
            : null;
    }

    public Task HideAsync(QueuedAccount message, TimeSpan hidden, CancellationToken cancellationToken) => client.CallAsync(
        Request("ChangeMessageVisibility").WithoutAnswer().With("ReceiptHandle", message.Receipt).With("VisibilityTimeout", Seconds(hidden)),
        cancellationToken);

    public Task DeleteAsync(QueuedAccount message, CancellationToken cancellationToken) =>
        client.CallAsync(Request("DeleteMessage").WithoutAnswer().With("ReceiptHandle", message.Receipt), cancellationToken);

    private static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);

    private JsonRequest Request(string operation) => new JsonRequest(operation).With("QueueUrl", queueUrl);

    private string Required(string operation, JsonAnswer item, string name) => item.Text(name) ?? throw client.Malformed(operation, $"'{name}' is missing");
}
