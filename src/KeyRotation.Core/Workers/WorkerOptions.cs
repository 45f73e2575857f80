using System;

namespace KeyRotation.Workers;

/// <summary>How a worker takes accounts from a queue.</summary>
public sealed record WorkerOptions
{
    /// <summary>The longest that SQS waits for a message.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>The queue, for messages.</summary>
    public required string Queue { get; init; }

    /// <summary>How many accounts are worked on side by side.</summary>
    public int AccountsAtOnce { get; init; } = 1;

    /// <summary>After how many accounts the worker ends; null for never.</summary>
    public int? MaxAccounts { get; init; }

    /// <summary>After how long without an account the worker ends; null for never.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long a message stays hidden from other workers when this one is gone. A third of it is the time between heartbeats.</summary>
    public TimeSpan Hidden { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long to wait after a queue that did not answer.</summary>
    public TimeSpan WaitAfterTrouble { get; init; } = TimeSpan.FromSeconds(10);
}
