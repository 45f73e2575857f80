using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Stores;

/// <summary>A store of a service for each region of the partition, made when it is first asked for. Safe for many threads.</summary>
internal sealed class RegionalStores<TStore>
{
    private readonly object gate = new();
    private readonly SortedDictionary<string, TStore> stores = new(StringComparer.Ordinal);
    private readonly AccountIdentity identity;
    private readonly Func<string, TStore> create;

    public RegionalStores(AccountIdentity identity, Func<string, TStore> create)
    {
        this.identity = identity;
        this.create = create;
    }

    /// <summary>Works in the store of a region; a store is only touched in here.</summary>
    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public T In<T>(string region, Func<TStore, T> body)
    {
        identity.RequireRegion(region);
        lock (gate)
        {
            if (!stores.TryGetValue(region, out var store))
            {
                store = create(region);
                stores.Add(region, store);
            }

            return body(store);
        }
    }

    /// <summary>What is in the stores of all regions.</summary>
    public IReadOnlyList<T> All<T>(Func<TStore, IEnumerable<T>> items)
    {
        lock (gate)
        {
            return stores.Values.SelectMany(items).ToArray();
        }
    }
}
