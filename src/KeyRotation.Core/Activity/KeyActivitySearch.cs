using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Users;

namespace KeyRotation.Activity;

/// <summary>Finds who signs with keys, by the event history of CloudTrail.</summary>
public sealed class KeyActivitySearch
{
    private readonly AccountSession account;
    private readonly ActivityOptions options;
    private readonly IReport report;
    private readonly ITrailService trail;
    private readonly KeyLookups lookups;
    private readonly SignerReading signers;

    /// <summary>Prepares the search.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">Which events are looked up, and where.</param>
    /// <param name="pace">Keeps to the quota; shared by all searches of a run.</param>
    /// <param name="report">Receives <see cref="KeyActivity"/> objects, failures and warnings.</param>
    /// <exception cref="KeyRotationException">The connection does not lead to an event history.</exception>
    public KeyActivitySearch(AccountSession account, ActivityOptions options, LookupPace pace, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        trail = account.Trail ?? throw ActivityFailures.TrailUnknown();
        lookups = new KeyLookups("Looking up who signs with access keys", account.Time, report);
        signers = new SignerReading(account, pace, options.Back, options.MaximumEvents, lookups.Read);
    }

    /// <summary>Searches.</summary>
    /// <param name="targets">Keys, and users for all of their keys. Where only the id of a key is known, its user is an empty text.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">A region was asked for that is not of the partition.</exception>
    public async Task RunAsync(IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken)
    {
        foreach (string region in options.Regions)
        {
            trail.RequireRegion(region);
        }

        report.Verbose(ActivityFailures.Limits);
        IReadOnlyList<KeyReference> keys = await KeysOfAsync(targets, cancellationToken).ConfigureAwait(false);
        await lookups.RunAsync(keys, key => LookUpAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (signers.NotEnabled is { Count: > 0 } regions)
        {
            report.Warning(ActivityFailures.RegionsNotEnabled(account.AccountId, regions));
        }
    }

    private async Task<IReadOnlyList<KeyReference>> KeysOfAsync(IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken)
    {
        List<(KeyTarget Target, Task<IReadOnlyList<KeyReference>> Keys)> asked = targets.Select(target => (target, KeysOfAsync(target, cancellationToken))).ToList();
        var found = new List<KeyReference>();
        foreach ((KeyTarget target, Task<IReadOnlyList<KeyReference>> keys) in asked)
        {
            try
            {
                found.AddRange(await keys.ConfigureAwait(false));
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                report.Failure(Failures.Of(problem, target.In(account.AccountId)));
            }
        }

        return found.GroupBy(key => key.AccessKeyId, KeyIds.Comparer).Select(same => same.First()).ToList();
    }

    private async Task<IReadOnlyList<KeyReference>> KeysOfAsync(KeyTarget target, CancellationToken cancellationToken)
    {
        Targets.RequireActionable(account, target);
        if (target.AccessKeyId is not null)
        {
            return [target.In(account.AccountId)];
        }

        IReadOnlyList<ListedKey> listed = await account.Identity.ListAccessKeysAsync(target.UserName, cancellationToken).ConfigureAwait(false);
        if (listed.Count == 0)
        {
            report.Verbose($"User {target.UserName} of account {account.AccountId} has no access key.");
        }

        return listed.OrderBy(key => key.CreateDate).Select(key => new KeyReference(account.AccountId, key.UserName ?? target.UserName, key.AccessKeyId)).ToList();
    }

    private async Task<IReadOnlyList<KeyActivity>> LookUpAsync(KeyReference key, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> regions = await RegionsOfAsync(key, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RegionOutcome> outcomes = await signers.ReadAsync(key.AccessKeyId!, regions, cancellationToken).ConfigureAwait(false);
        var groups = new ActivityGroups();
        foreach (RegionOutcome outcome in outcomes)
        {
            groups.Add(outcome.Groups);
            if (outcome.IsCut)
            {
                report.Warning(ActivityFailures.Cut(key, outcome.Region, options.MaximumEvents));
            }
        }

        List<RegionOutcome> failed = outcomes.Where(outcome => outcome.Problem is not null && !signers.IsNotEnabled(outcome)).ToList();
        foreach (IGrouping<string?, RegionOutcome> same in failed.GroupBy(outcome => outcome.Problem!.Code))
        {
            report.Failure(ActivityFailures.TrailNotRead(key, same.Select(outcome => outcome.Region).ToList(), same.First().Problem!));
        }

        IReadOnlyList<KeyActivity> found = groups.ToActivities(key, account.Time.GetUtcNow());
        List<string> read = outcomes.Where(outcome => outcome.Problem is null).Select(outcome => outcome.Region).ToList();
        if (found.Count == 0 && read.Count > 0)
        {
            report.Warning(ActivityFailures.NothingFound(key, read, options.Back));
        }

        return found;
    }

    private async Task<IReadOnlyList<string>> RegionsOfAsync(KeyReference key, CancellationToken cancellationToken)
    {
        if (options.AllRegions || options.Regions.Count > 0)
        {
            return options.AllRegions ? trail.Regions : options.Regions.Distinct(StringComparer.Ordinal).ToList();
        }

        EvidenceOfUse use = options.KnownUses.TryGetValue(key.AccessKeyId!, out EvidenceOfUse? known)
            ? known
            : await LastUse.OfAsync(account, key.AccessKeyId!, cancellationToken).ConfigureAwait(false);
        if (use.Kind == UseKind.Unknown)
        {
            report.Failure(ActivityFailures.LastRegionUnknown(key, use, trail.HomeRegion));
        }

        if (use.Region is null || use.Region == trail.HomeRegion)
        {
            return [trail.HomeRegion];
        }

        trail.RequireRegion(use.Region);
        return [trail.HomeRegion, use.Region];
    }
}
