using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Activity;

/// <summary>Reads what a key signed, in several regions side by side. A region that refuses is not asked again for the next key.</summary>
internal sealed class SignerReading
{
    private readonly AccountSession account;
    private readonly ITrailService trail;
    private readonly TimeSpan back;
    private readonly EventReading events;
    private readonly ConcurrentDictionary<string, ServiceException> refused = new(StringComparer.Ordinal);

    public SignerReading(AccountSession account, LookupPace pace, TimeSpan back, int most, Action<int> onRead)
    {
        this.account = account;
        this.back = back;
        trail = account.Trail ?? throw ActivityFailures.TrailUnknown();
        events = new EventReading(account.AccountId, trail, pace, most, onRead);
    }

    /// <summary>The regions that do not accept the key that signs, as those that the account has not enabled.</summary>
    public IReadOnlyList<string> NotEnabled => refused.Where(region => IsNotEnabled(region.Key, region.Value)).Select(region => region.Key).OrderBy(region => region, StringComparer.Ordinal).ToList();

    public bool IsNotEnabled(RegionOutcome outcome) => outcome.Problem is not null && IsNotEnabled(outcome.Region, outcome.Problem);

    public async Task<IReadOnlyList<RegionOutcome>> ReadAsync(string accessKeyId, IEnumerable<string> regions, CancellationToken cancellationToken)
    {
        var lookup = new TrailLookup(TrailLookupKey.AccessKeyId, accessKeyId.ToUpperInvariant(), account.Time.GetUtcNow() - back);
        return await Task.WhenAll(regions.Select(region => ReadAsync(region, lookup, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<RegionOutcome> ReadAsync(string region, TrailLookup lookup, CancellationToken cancellationToken)
    {
        var groups = new ActivityGroups();
        if (refused.TryGetValue(region, out ServiceException? known))
        {
            return new RegionOutcome(region, groups, IsCut: false, known);
        }

        try
        {
            return new RegionOutcome(region, groups, await events.ReadAsync(region, lookup, groups.Add, cancellationToken).ConfigureAwait(false), Problem: null);
        }
        catch (ServiceException problem)
        {
            if (problem.Kind is ServiceErrorKind.AccessDenied or ServiceErrorKind.InvalidKey)
            {
                refused[region] = problem;
            }

            return new RegionOutcome(region, groups, IsCut: false, problem);
        }
    }

    private bool IsNotEnabled(string region, ServiceException problem) => problem.Kind == ServiceErrorKind.InvalidKey && region != trail.HomeRegion;
}
