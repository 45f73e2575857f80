using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Queues;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>Creates a queue of SQS.</summary>
    /// <param name="region">The region.</param>
    /// <param name="name">Its name.</param>
    /// <param name="visibility">How long a received message is hidden where the receiver does not say; null for 30 seconds.</param>
    /// <param name="maxReceives">After how many times a message goes to the dead letters.</param>
    /// <returns>Its URL.</returns>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public string CreateQueue(string region, string name, TimeSpan? visibility = null, int maxReceives = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(name);
        return QueueStores.In(region, store => store.Create(name, visibility ?? TimeSpan.FromSeconds(30), maxReceives));
    }

    /// <summary>Sends a message, as SendMessage does.</summary>
    /// <param name="region">The region.</param>
    /// <param name="queueUrl">The queue.</param>
    /// <param name="body">The message.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="AwsErrorException">QueueDoesNotExist.</exception>
    public string SendMessage(string region, string queueUrl, string body)
    {
        ArgumentNullException.ThrowIfNull(queueUrl);
        ArgumentNullException.ThrowIfNull(body);
        return QueueStores.In(region, store => store.Send(queueUrl, body));
    }

    /// <summary>The messages of a queue that were not deleted, in the order in which they came.</summary>
    /// <param name="region">The region.</param>
    /// <param name="queueUrl">The queue.</param>
    /// <exception cref="AwsErrorException">QueueDoesNotExist.</exception>
    public IReadOnlyList<SandboxMessage> Messages(string region, string queueUrl)
    {
        ArgumentNullException.ThrowIfNull(queueUrl);
        return QueueStores.In(region, store => new EqualList<SandboxMessage>(store.Existing(queueUrl).Messages.Select(Snapshot)));
    }

    /// <summary>The messages that were received too often.</summary>
    /// <param name="region">The region.</param>
    /// <param name="queueUrl">The queue that they came from.</param>
    /// <exception cref="AwsErrorException">QueueDoesNotExist.</exception>
    public IReadOnlyList<SandboxMessage> DeadLetters(string region, string queueUrl)
    {
        ArgumentNullException.ThrowIfNull(queueUrl);
        return QueueStores.In(region, store => new EqualList<SandboxMessage>(store.Existing(queueUrl).DeadLetters.Select(Snapshot)));
    }

    private SandboxMessage Snapshot(MessageRecord message) => new(message.Body, message.Receives, message.VisibleFrom <= clock.UtcNow);
}
