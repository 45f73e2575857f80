using System;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.Queues;

/// <summary>A queue.</summary>
/// <param name="Visibility">How long a received message is hidden where the receiver does not say.</param>
/// <param name="MaxReceives">After how many times a message goes to the dead letters.</param>
internal sealed record QueueRecord(TimeSpan Visibility, int MaxReceives)
{
    public List<MessageRecord> Messages { get; } = [];

    public List<MessageRecord> DeadLetters { get; } = [];

    public HashSet<string> Deleted { get; } = new(StringComparer.Ordinal);
}

/// <summary>A message.</summary>
internal sealed class MessageRecord
{
    public MessageRecord(string id, string body)
    {
        Id = id;
        Body = body;
    }

    public string Id { get; }

    public string Body { get; }

    public int Receives { get; set; }

    /// <summary>What the last receiver got to name it by.</summary>
    public string? Receipt { get; set; }

    public DateTimeOffset VisibleFrom { get; set; }
}
