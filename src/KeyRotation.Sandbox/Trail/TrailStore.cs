using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.Trail;

/// <summary>The event history of an account in all its regions. Safe for many threads.</summary>
internal sealed class TrailStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(1);

    private const int MostInWindow = 2;

    private readonly object gate = new();
    private readonly List<TrailRecord> records = [];
    private readonly Dictionary<string, List<DateTimeOffset>> lookups = new(StringComparer.Ordinal);
    private readonly SandboxClock clock;
    private readonly TrailSettings settings;

    public TrailStore(AccountIdentity identity, SandboxClock clock, TrailSettings settings)
    {
        this.clock = clock;
        this.settings = settings;
        Events = new TrailEvents(identity);
    }

    public TrailEvents Events { get; }

    public void Add(TrailRecord record)
    {
        lock (gate)
        {
            records.Add(record with { Number = records.Count + 1 });
        }
    }

    /// <summary>What the history of a region shows by now, the latest first.</summary>
    public IReadOnlyList<TrailRecord> In(string region)
    {
        var now = clock.UtcNow;
        lock (gate)
        {
            return records
                .Where(record => record.Region == region && record.At <= now - settings.Delay && record.At >= now - Kept)
                .OrderByDescending(record => record.At)
                .ThenByDescending(record => record.Number)
                .ToArray();
        }
    }

    /// <summary>Takes a look-up into account.</summary>
    /// <exception cref="AwsErrorException">ThrottlingException: there were two within a second.</exception>
    public void Count(string region)
    {
        if (!settings.IsRateLimited)
        {
            return;
        }

        var now = clock.UtcNow;
        lock (gate)
        {
            if (!lookups.TryGetValue(region, out var times))
            {
                lookups.Add(region, times = []);
            }

            times.RemoveAll(time => now - time >= RateWindow);
            if (times.Count >= MostInWindow)
            {
                throw new AwsErrorException("ThrottlingException", 400, "Rate exceeded");
            }

            times.Add(now);
        }
    }
}
