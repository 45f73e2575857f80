using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Json;
using KeyRotation.Sandbox.Signing;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Queues;

/// <summary>Amazon SQS: what there is of it to receive.</summary>
internal sealed class QueueService
{
    private const int LongestWait = 20;
    private const int LongestVisibility = 12 * 60 * 60;

    private readonly RegionalStores<QueueStore> stores;

    private QueueService(RegionalStores<QueueStore> stores) => this.stores = stores;

    public static JsonService Create(RegionalStores<QueueStore> stores) => new(new SigningScope("sqs", SigningRegions.OfPartition), "AmazonSQS", new QueueService(stores).Operations())
    {
        InternalError = "InternalFailure",
        MessageMember = "message",
        SecretMembers = [],
    };

    private IEnumerable<JsonOperation> Operations() =>
    [
        new("ReceiveMessage", Url, Receive) { Changes = true, Patience = Patience },
        new("ChangeMessageVisibility", Url, Hide) { Changes = true },
        new("DeleteMessage", Url, Delete) { Changes = true },
    ];

    private static string Url(JsonContext context) => context.Members.RequiredText("QueueUrl");

    private JsonObject Receive(JsonContext context)
    {
        _ = context.Members.Number("MaxNumberOfMessages", 1, 10);
        var seconds = context.Members.Number("VisibilityTimeout", 0, LongestVisibility);
        return stores.In(context.Region, store => store.Receive(Url(context), seconds) is { } message
            ? new JsonObject { ["Messages"] = new JsonArray(new JsonObject { ["MessageId"] = message.Id, ["ReceiptHandle"] = message.Receipt, ["Body"] = message.Body }) }
            : []);
    }

    private static TimeSpan Patience(JsonContext context, JsonObject? answer) =>
        answer is { Count: 0 } ? TimeSpan.FromSeconds(context.Members.Number("WaitTimeSeconds", 0, LongestWait) ?? 0) : TimeSpan.Zero;

    private JsonObject? Hide(JsonContext context) => stores.In<JsonObject?>(context.Region, store =>
    {
        store.Hide(Url(context), context.Members.RequiredText("ReceiptHandle"), context.Members.Number("VisibilityTimeout", 0, LongestVisibility) ?? 0);
        return null;
    });

    private JsonObject? Delete(JsonContext context) => stores.In<JsonObject?>(context.Region, store =>
    {
        store.Delete(Url(context), context.Members.RequiredText("ReceiptHandle"));
        return null;
    });
}
