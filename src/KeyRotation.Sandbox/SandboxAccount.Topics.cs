using System;
using System.Collections.Generic;
using KeyRotation.Sandbox.Stores;
using KeyRotation.Sandbox.Topics;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    internal RegionalStores<TopicStore> TopicStores { get; }

    /// <summary>Creates a topic of SNS; one of that name that is there already stays.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Its ARN.</returns>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public string CreateTopic(string region, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TopicStores.In(region, store => store.Create(name));
    }

    /// <summary>Lets a queue of the region get what is published to a topic, in the envelope of SNS.</summary>
    /// <param name="region">The region.</param>
    /// <param name="topicArn">The topic.</param>
    /// <param name="queueUrl">The queue.</param>
    /// <exception cref="AwsErrorException">NotFound or QueueDoesNotExist.</exception>
    public void Subscribe(string region, string topicArn, string queueUrl)
    {
        ArgumentNullException.ThrowIfNull(topicArn);
        _ = QueueStores.In(region, store => store.Existing(queueUrl));
        TopicStores.In(region, store =>
        {
            store.Existing(topicArn).Queues.Add(queueUrl);
            return true;
        });
    }

    /// <summary>What was published to a topic, in order.</summary>
    /// <param name="region">The region.</param>
    /// <param name="topicArn">The topic.</param>
    /// <exception cref="AwsErrorException">NotFound.</exception>
    public IReadOnlyList<SandboxPublication> Published(string region, string topicArn)
    {
        ArgumentNullException.ThrowIfNull(topicArn);
        return TopicStores.In(region, store => new EqualList<SandboxPublication>(store.Existing(topicArn).Published));
    }
}
