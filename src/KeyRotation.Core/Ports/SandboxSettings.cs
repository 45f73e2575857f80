using System;

namespace KeyRotation;

/// <summary>How the sandbox of a session starts.</summary>
public sealed record SandboxSettings
{
    /// <summary>How many users to make up, beside the administrator. 12 by default.</summary>
    public int Users { get; init; } = 12;

    /// <summary>How many of them hold a key older than 90 days; null (the default) for the usual mixture.</summary>
    public int? StaleUsers { get; init; }

    /// <summary>How many accounts to make up beside the first one, in an organization that it manages, each with as many users. 0 by default.</summary>
    public int Accounts { get; init; }

    /// <summary>What users, keys, ages and uses are drawn from. 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The partition of its account: aws (the default), aws-us-gov, aws-cn.</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>The TCP port on 127.0.0.1; 0 (the default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>For so long a new key is refused, as on AWS. 2 seconds by default, so that nobody waits.</summary>
    public TimeSpan Propagation { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the clock starts; null (the default) for the machine's time.</summary>
    public DateTimeOffset? StartTime { get; init; }
}
