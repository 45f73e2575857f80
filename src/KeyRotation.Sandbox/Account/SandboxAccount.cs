using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox;

/// <summary>
/// The account behind the sandbox: the true state, which tests read and set up without permissions, pages or propagation.
/// The services work through the same methods. Everything it returns is a snapshot. Safe for many threads.
/// </summary>
public sealed partial class SandboxAccount
{
    internal const int MostUsers = 5000;
    internal const int MostKeysPerUser = 2;
    internal const int MostTagsPerUser = 50;

    private readonly object gate = new();
    private readonly SandboxClock clock;
    private readonly SandboxOptions options;
    private readonly IdentifierSource identifiers;
    private readonly SortedDictionary<string, UserRecord> users = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, KeyRecord> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleRecord> roles = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SessionRecord> sessions = new(StringComparer.Ordinal);
    private readonly List<DeletedAccessKey> deletedKeys = [];
    private bool rootHasAccessKey;

    internal SandboxAccount(SandboxClock clock, SandboxOptions options)
    {
        this.clock = clock;
        this.options = options;
        identifiers = new IdentifierSource(options.Seed);
        CreateDate = WholeSeconds(clock.UtcNow - TimeSpan.FromDays(1200));
    }

    /// <summary>The twelve digits of the account.</summary>
    public string AccountId => options.AccountId;

    /// <summary>The partition, as in the second place of an ARN.</summary>
    public string Partition => options.Partition;

    /// <summary>Whether the root user has an access key; false at first. Shown in the credential report.</summary>
    public bool RootHasAccessKey
    {
        get => Locked(() => rootHasAccessKey);
        set => Locked(() => rootHasAccessKey = value);
    }

    /// <summary>All users, sorted by name without regard to case.</summary>
    public IReadOnlyList<SandboxUser> Users => Locked(() => new EqualList<SandboxUser>(users.Values.Select(user => user.Snapshot())));

    /// <summary>Every key that was deleted, oldest deletion first.</summary>
    public IReadOnlyList<DeletedAccessKey> DeletedKeys => Locked(() => new EqualList<DeletedAccessKey>(deletedKeys));

    internal DateTimeOffset CreateDate { get; }

    /// <summary>All users with their two slots of the credential report, some of them empty.</summary>
    internal IReadOnlyList<(SandboxUser User, IReadOnlyList<SandboxAccessKey?> Slots)> ReportRows() => Locked(() => users.Values
        .Select(user => (user.Snapshot(), (IReadOnlyList<SandboxAccessKey?>)user.Slots.Select(key => key?.Snapshot()).ToArray()))
        .ToArray());

    private static DateTimeOffset WholeSeconds(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return new DateTimeOffset(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
    }

    private string ArnOf(string service, string resource) => RegionalArnOf(service, string.Empty) + ":" + resource;

    /// <summary>What the ARNs of a service begin with in a region.</summary>
    private string RegionalArnOf(string service, string region) => "arn:" + Partition + ":" + service + ":" + region + ":" + AccountId;

    private T Locked<T>(Func<T> body)
    {
        lock (gate)
        {
            return body();
        }
    }
}
