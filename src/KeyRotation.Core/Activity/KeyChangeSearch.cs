using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Users;

namespace KeyRotation.Activity;

/// <summary>Finds what was done to keys, by whom and from where, by the event history of CloudTrail in the region that has the events of IAM.</summary>
public sealed class KeyChangeSearch
{
    private const string Create = "CreateAccessKey";
    private const string Delete = "DeleteAccessKey";

    private static readonly HashSet<string> Changes = new([Create, "UpdateAccessKey", Delete], StringComparer.Ordinal);

    private readonly AccountSession account;
    private readonly ActivityOptions options;
    private readonly IReport report;
    private readonly ITrailService trail;
    private readonly KeyLookups lookups;
    private readonly EventReading events;

    /// <summary>Prepares the search.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">How far back, and how many events.</param>
    /// <param name="pace">Keeps to the quota; shared by all searches of a run.</param>
    /// <param name="report">Receives <see cref="KeyChange"/> objects, failures and warnings.</param>
    /// <exception cref="KeyRotationException">The connection does not lead to an event history.</exception>
    public KeyChangeSearch(AccountSession account, ActivityOptions options, LookupPace pace, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        trail = account.Trail ?? throw ActivityFailures.TrailUnknown();
        lookups = new KeyLookups("Looking up what was done to access keys", account.Time, report);
        events = new EventReading(account.AccountId, trail, pace, options.MaximumEvents, lookups.Read);
    }

    /// <summary>Searches.</summary>
    /// <param name="targets">Keys, and users for all of their keys, deleted ones included. Where only the id of a key is known, its user is an empty text.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task RunAsync(IReadOnlyCollection<KeyTarget> targets, CancellationToken cancellationToken)
    {
        report.Verbose(ActivityFailures.Limits);
        return lookups.RunAsync(targets.Select(target => target.In(account.AccountId)).Distinct().ToList(), key => LookUpAsync(key, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<KeyChange>> LookUpAsync(KeyReference key, CancellationToken cancellationToken)
    {
        Targets.RequireActionable(account, new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId));
        Dictionary<string, KeyChange> found = [];
        await ReadAsync(key, key.AccessKeyId?.ToUpperInvariant() ?? key.UserName, found, cancellationToken).ConfigureAwait(false);
        if (key.AccessKeyId is not null && key.UserName.Length > 0 && !found.Values.Any(change => change.Action == Create))
        {
            // The call that creates a key does not know its id yet: its event may be found by the user alone.
            await ReadAsync(key, key.UserName, found, cancellationToken).ConfigureAwait(false);
        }

        if (found.Count == 0)
        {
            report.Warning(ActivityFailures.NothingDone(key.AccessKeyId is null ? $"a key of {key}" : key.ToString(), trail.HomeRegion, options.Back));
        }

        return found.Values.OrderBy(change => change.Time).ThenBy(change => change.AccessKeyId, StringComparer.Ordinal).ToList();
    }

    private async Task ReadAsync(KeyReference key, string resource, Dictionary<string, KeyChange> found, CancellationToken cancellationToken)
    {
        var lookup = new TrailLookup(TrailLookupKey.ResourceName, resource, account.Time.GetUtcNow() - options.Back);
        bool isCut = await events.ReadAsync(trail.HomeRegion, lookup, happened => Take(key, happened, found), cancellationToken).ConfigureAwait(false);
        if (isCut)
        {
            report.Warning(ActivityFailures.Cut(key, trail.HomeRegion, options.MaximumEvents));
        }
    }

    private void Take(KeyReference key, TrailEvent happened, Dictionary<string, KeyChange> found)
    {
        if (happened.Service != "iam" || !Changes.Contains(happened.Action) || happened.AccessKeyId is null || (key.AccessKeyId is not null && !KeyIds.AreSame(happened.AccessKeyId, key.AccessKeyId)))
        {
            return;
        }

        // A user who changes a key of its own does not have to name itself.
        string userName = happened.UserName ?? (key.UserName.Length > 0 ? key.UserName : happened.CallerUserName) ?? string.Empty;
        string agent = UserAgents.Normalize(happened.UserAgent);
        found[happened.EventId] = new KeyChange(new KeyReference(account.AccountId, ForeignText.Clean(userName), ForeignText.Clean(happened.AccessKeyId)), happened.Action, happened.At)
        {
            Status = happened.Action == Delete ? null : Clean(happened.Status) ?? (happened.Action == Create ? nameof(AccessKeyStatus.Active) : null),
            CallerArn = Clean(happened.CallerArn),
            SourceAddress = Clean(happened.SourceAddress),
            UserAgent = agent,
            IsKeyRotation = agent.StartsWith("KeyRotation/", StringComparison.Ordinal),
            ErrorCode = Clean(happened.ErrorCode),
            SeenAt = account.Time.GetUtcNow(),
        };
    }

    private static string? Clean(string? text) => text is null ? null : ForeignText.Clean(text);
}
