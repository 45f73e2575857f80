using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Activity;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Users;

namespace KeyRotation.Alternatives;

/// <summary>Finds what can replace the keys of an account.</summary>
public sealed class KeyAlternativeSearch
{
    private readonly AccountSession account;
    private readonly AlternativeOptions options;
    private readonly LookupPace pace;
    private readonly IReport report;
    private readonly FoundActivities activities;
    private readonly UsersOfAccount users;

    /// <summary>Prepares the search.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What is looked up.</param>
    /// <param name="pace">Keeps look-ups of events to the quota; shared by all searches of a run.</param>
    /// <param name="report">Receives <see cref="KeyAlternative"/> objects, failures and warnings.</param>
    public KeyAlternativeSearch(AccountSession account, AlternativeOptions options, LookupPace pace, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.pace = pace ?? throw new ArgumentNullException(nameof(pace));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
        activities = new FoundActivities(report);
        activities.Add(options.KnownActivities);
        users = new UsersOfAccount(account, report);
    }

    /// <summary>The alternatives of keys that were seen in saved credential reports, or whose ids are not known: asks nobody.</summary>
    /// <param name="key">The key.</param>
    public static KeyAlternative OfReported(AccessKey key)
    {
        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        return AlternativeChoice.Of(new KeyFacts(key, PartitionOf(key.UserArn) ?? key.GetConnection()?.Account?.Partition ?? "aws", password: null, activities: null));
    }

    /// <summary>Finds the alternatives.</summary>
    /// <param name="seen">Keys that were looked at already.</param>
    /// <param name="named">Users whose keys are all looked up.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyCollection<AccessKey> seen, IReadOnlyCollection<KeyTarget> named, CancellationToken cancellationToken)
    {
        seen = OwnTargets.Of(account, seen, key => key.Reference, report);
        named = OwnTargets.Of(account, named, report);
        await users.ReadAsync(cancellationToken).ConfigureAwait(false);
        List<AccessKey> keys = [.. seen, .. await KeysOfAsync(named.Select(user => user.UserName), cancellationToken).ConfigureAwait(false)];
        await LookUpActivityAsync(keys, cancellationToken).ConfigureAwait(false);
        string partition = PartitionOf(account.Caller.Arn) ?? "aws";
        bool isLookedUp = options.Activity is not null;
        List<KeyAlternative> found = keys.ConvertAll(key => AlternativeChoice.Of(new KeyFacts(key, partition, users.PasswordOf(key.UserName), activities.Of(key.AccessKeyId, isLookedUp), users.LastUseOf(key))));
        if (found.Count > 0)
        {
            await report.ResultsAsync(found).ConfigureAwait(false);
        }
    }

    private static string? PartitionOf(string? arn) => arn?.Split(':') is { Length: > 1 } parts && parts[1].Length > 0 ? parts[1] : null;

    private async Task<IReadOnlyList<AccessKey>> KeysOfAsync(IEnumerable<string> userNames, CancellationToken cancellationToken)
    {
        List<(string UserName, Task<IReadOnlyList<AccessKey>> Keys)> asked = userNames.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (name, users.KeysOfAsync(name, cancellationToken))).ToList();
        var found = new List<AccessKey>();
        foreach ((string userName, Task<IReadOnlyList<AccessKey>> keys) in asked)
        {
            report.Progress(new WorkProgress("Looking at the keys of users", userName, found.Count, asked.Count));
            try
            {
                found.AddRange(await keys.ConfigureAwait(false));
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                report.Failure(Failures.Of(problem, new KeyReference(account.AccountId, userName, AccessKeyId: null)));
            }
        }

        return found;
    }

    private async Task LookUpActivityAsync(IReadOnlyCollection<AccessKey> keys, CancellationToken cancellationToken)
    {
        List<KeyTarget> targets = keys.Where(key => key.AccessKeyId is not null).Select(key => new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId)).ToList();
        if (options.Activity is not ActivityOptions asked || targets.Count == 0)
        {
            return;
        }

        var uses = keys.Where(key => key.AccessKeyId is not null && key.LastUsed.Kind != UseKind.Unknown)
            .GroupBy(key => key.AccessKeyId!, KeyIds.Comparer)
            .ToDictionary(same => same.Key, same => same.First().LastUsed, KeyIds.Comparer);
        await new KeyActivitySearch(account, asked with { KnownUses = uses }, pace, activities).RunAsync(targets, cancellationToken).ConfigureAwait(false);
    }
}
