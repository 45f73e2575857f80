using System.Collections.Generic;

namespace KeyRotation.Sandbox.Topics;

/// <summary>A topic.</summary>
internal sealed class TopicRecord
{
    /// <summary>The URLs of the queues that get what is published.</summary>
    public List<string> Queues { get; } = [];

    public List<SandboxPublication> Published { get; } = [];
}
