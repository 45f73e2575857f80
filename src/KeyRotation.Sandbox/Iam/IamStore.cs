using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The users of the account with their keys, tags and passwords. Everything it returns is a snapshot. Safe for many threads.</summary>
internal sealed partial class IamStore
{
    public const int MostUsers = 5000;
    public const int MostKeysPerUser = 2;
    public const int MostTagsPerUser = 50;

    private readonly object gate = new();
    private readonly AccountIdentity identity;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;
    private readonly IamSettings settings;
    private readonly SortedDictionary<string, UserRecord> users = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, KeyRecord> keys = new(StringComparer.Ordinal);
    private readonly List<DeletedAccessKey> deletedKeys = [];
    private bool rootHasAccessKey;

    public IamStore(AccountIdentity identity, SandboxClock clock, IdentifierSource identifiers, IamSettings settings)
    {
        this.identity = identity;
        this.clock = clock;
        this.identifiers = identifiers;
        this.settings = settings;
        CreateDate = SandboxClock.WholeSeconds(clock.UtcNow - TimeSpan.FromDays(1200));
    }

    public DateTimeOffset CreateDate { get; }

    public string RootArn => identity.ArnOf("iam", "root");

    public string UsersArn => identity.ArnOf("iam", "user/");

    /// <summary>Regions of the account's partition where keys are used.</summary>
    public IReadOnlyList<string> BusyRegions => Partitions.BusyRegions(identity.Partition);

    public bool RootHasAccessKey
    {
        get => Locked(() => rootHasAccessKey);
        set => Locked(() => rootHasAccessKey = value);
    }

    /// <summary>All users, sorted by name without regard to case.</summary>
    public IReadOnlyList<SandboxUser> Users => Locked(() => new EqualList<SandboxUser>(users.Values.Select(user => user.Snapshot())));

    /// <summary>Every key that was deleted, oldest deletion first.</summary>
    public IReadOnlyList<DeletedAccessKey> DeletedKeys => Locked(() => new EqualList<DeletedAccessKey>(deletedKeys));

    /// <summary>All users with their two slots of the credential report, some of them empty.</summary>
    public IReadOnlyList<(SandboxUser User, IReadOnlyList<SandboxAccessKey?> Slots)> ReportRows() => Locked(() => users.Values
        .Select(user => (user.Snapshot(), (IReadOnlyList<SandboxAccessKey?>)user.Slots.Select(key => key?.Snapshot()).ToArray()))
        .ToArray());

    private T Locked<T>(Func<T> body)
    {
        lock (gate)
        {
            return body();
        }
    }
}
