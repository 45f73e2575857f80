using System;
using KeyRotation.Sandbox.Iam;
using KeyRotation.Sandbox.Stores;
using KeyRotation.Sandbox.Trail;

namespace KeyRotation.Sandbox;

/// <summary>How a sandbox starts. Everything has a default; an empty account on a free port is <c>new SandboxOptions()</c>.</summary>
public sealed record SandboxOptions
{
    private const int MostAccounts = 10_000;

    /// <summary>The TCP port on 127.0.0.1; 0 (the default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many users to make up, beside the administrator. 0 by default.</summary>
    public int Users { get; init; }

    /// <summary>How many accounts to make up beside the first one, in an organization that it manages, each with <see cref="Users"/>. 0 by default.</summary>
    public int Accounts { get; init; }

    /// <summary>What users, keys, ages and uses are drawn from: the same seed and start time make the same account. 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Exactly this many users hold a key older than 90 days, and all others none such. Null (the default) for the usual mixture.
    /// </summary>
    public int? StaleUsers { get; init; }

    /// <summary>The twelve digits of the account, 123456789012 by default.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The partition, as in the second place of an ARN: aws (the default), aws-cn, aws-us-gov, ….</summary>
    public string Partition { get; init; } = "aws";

    /// <summary>Where the clock starts; null (the default) for the machine's time.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>True (the default): the clock runs on its own. False: it stands still but for <see cref="SandboxClock.Advance"/>.</summary>
    public bool ClockRuns { get; init; } = true;

    /// <summary>For so long, by the sandbox's clock, a new key is refused with InvalidClientTokenId. 10 seconds by default.</summary>
    public TimeSpan Propagation { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Once a new key has propagated, its first so many accepted calls are each followed by one refusal: the servers of AWS do not all learn
    /// of a key at once. 0 by default.
    /// </summary>
    public int FlickeringAcceptances { get; init; }

    /// <summary>For so long a credential report is kept and handed out again. 4 hours by default.</summary>
    public TimeSpan ReportLifetime { get; init; } = TimeSpan.FromHours(4);

    /// <summary>
    /// How many polls find the credential report in progress before one finds it complete. 1 by default;
    /// <see cref="int.MaxValue"/>: it is never complete.
    /// </summary>
    public int ReportPolls { get; init; } = 1;

    /// <summary>Real time that passes before each AWS call is answered. None by default.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>After how long, by the sandbox's clock, an event shows in the event history of CloudTrail. None by default; on AWS it takes up to 15 minutes.</summary>
    public TimeSpan TrailDelay { get; init; }

    /// <summary>Whether a third LookupEvents within a second, by the sandbox's clock, is refused in a region, as on AWS. False by default.</summary>
    public bool LimitsTrailRate { get; init; }

    internal TrailSettings Trail => new(TrailDelay, LimitsTrailRate);

    internal IamSettings Iam => new(Propagation, FlickeringAcceptances, ReportLifetime, ReportPolls);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65535);
        ArgumentOutOfRangeException.ThrowIfNegative(Users);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Users, IamStore.MostUsers - 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Accounts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Accounts, MostAccounts);
        ArgumentOutOfRangeException.ThrowIfNegative(StaleUsers ?? 0, nameof(StaleUsers));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StaleUsers ?? 0, Users, nameof(StaleUsers));
        ArgumentOutOfRangeException.ThrowIfLessThan(Propagation, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(FlickeringAcceptances);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReportLifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(ReportPolls);
        ArgumentOutOfRangeException.ThrowIfLessThan(Latency, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(TrailDelay, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(AccountId);
        if (AccountId.Length != 12 || AccountId.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new ArgumentException("An account id has twelve digits.", nameof(AccountId));
        }

        if (!Partitions.IsKnown(Partition))
        {
            throw new ArgumentException("There is no partition '" + Partition + "'.", nameof(Partition));
        }
    }
}
