using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Topics;

/// <summary>The topics of a region: only touched within the lock of <see cref="RegionalStores{TStore}"/>.</summary>
internal sealed class TopicStore
{
    private readonly Dictionary<string, TopicRecord> topics = new(StringComparer.Ordinal);
    private readonly string arnPrefix;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;
    private readonly Action<string, string> send;

    /// <param name="arnPrefix">What the ARNs of topics begin with.</param>
    /// <param name="clock">The sandbox's time.</param>
    /// <param name="identifiers">Makes the ids of messages.</param>
    /// <param name="send">Puts a message into a queue, by its URL.</param>
    public TopicStore(string arnPrefix, SandboxClock clock, IdentifierSource identifiers, Action<string, string> send)
    {
        this.arnPrefix = arnPrefix;
        this.clock = clock;
        this.identifiers = identifiers;
        this.send = send;
    }

    public string Create(string name)
    {
        var arn = arnPrefix + ":" + name;
        topics.TryAdd(arn, new TopicRecord());
        return arn;
    }

    /// <exception cref="AwsErrorException">NotFound.</exception>
    public TopicRecord Existing(string arn) => topics.TryGetValue(arn, out var topic) ? topic : throw TopicErrors.NoTopic();

    /// <exception cref="AwsErrorException">NotFound.</exception>
    public string Publish(string arn, SandboxPublication publication)
    {
        var topic = Existing(arn);
        topic.Published.Add(publication);
        var id = identifiers.Uuid();
        foreach (var queue in topic.Queues)
        {
            send(queue, Envelope(arn, id, publication).ToJsonString());
        }

        return id;
    }

    /// <summary>What a queue gets, without raw delivery and without the signature.</summary>
    private JsonObject Envelope(string arn, string id, SandboxPublication publication) => new()
    {
        ["Type"] = "Notification",
        ["MessageId"] = id,
        ["TopicArn"] = arn,
        ["Subject"] = publication.Subject,
        ["Message"] = publication.Message,
        ["Timestamp"] = clock.UtcNow.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["MessageAttributes"] = new JsonObject(publication.Attributes.Select(attribute =>
            new KeyValuePair<string, JsonNode?>(attribute.Key, new JsonObject { ["Type"] = "String", ["Value"] = attribute.Value }))),
    };
}
