using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Activity;

/// <summary>Says in a sentence who used a key of late, for a message that refuses a step. It never fails: what could not be read is said.</summary>
internal sealed class RecentUsers
{
    private const int Most = 3;
    private const int MaximumEvents = 500;

    private static readonly TimeSpan Back = TimeSpan.FromDays(7);

    private readonly AccountSession account;
    private readonly LookupPace pace;

    public RecentUsers(AccountSession account)
    {
        this.account = account;
        pace = new LookupPace(account.Time);
    }

    public async Task<string> DescribeAsync(KeyReference key, EvidenceOfUse use, CancellationToken cancellationToken)
    {
        try
        {
            var signers = new SignerReading(account, pace, Back, MaximumEvents, _ => { });
            IReadOnlyList<RegionOutcome> outcomes = await signers.ReadAsync(key.AccessKeyId!, Regions(use), cancellationToken).ConfigureAwait(false);
            var groups = new ActivityGroups();
            foreach (RegionOutcome outcome in outcomes)
            {
                groups.Add(outcome.Groups);
            }

            return Describe(groups.ToActivities(key, account.Time.GetUtcNow()), outcomes);
        }
        catch (KeyRotationException problem)
        {
            return $"Who uses it could not be read: {problem.Message}";
        }
    }

    private IReadOnlyList<string> Regions(EvidenceOfUse use)
    {
        ITrailService trail = account.Trail ?? throw ActivityFailures.TrailUnknown();
        if (use.Region is null || use.Region == trail.HomeRegion)
        {
            return [trail.HomeRegion];
        }

        trail.RequireRegion(use.Region);
        return [use.Region, trail.HomeRegion];
    }

    private static string Describe(IReadOnlyList<KeyActivity> users, IReadOnlyList<RegionOutcome> outcomes)
    {
        var said = new List<string>();
        List<string> read = outcomes.Where(outcome => outcome.Problem is null).Select(outcome => outcome.Region).ToList();
        if (users.Count > 0)
        {
            said.Add($"By the event history of CloudTrail it was used by {string.Join("; ", users.Take(Most))}{(users.Count > Most ? $"; and {users.Count - Most} more" : string.Empty)}.");
        }
        else if (read.Count > 0)
        {
            said.Add($"The event history of CloudTrail has no management event of it in the last {Failures.Span(Back)} in {string.Join(", ", read)}; data events do not appear there.");
        }

        said.AddRange(outcomes
            .Where(outcome => outcome.Problem is not null)
            .GroupBy(outcome => outcome.Problem!.Kind)
            .Select(same => $"Who uses it could not be read in {string.Join(", ", same.Select(outcome => outcome.Region))}: {Failures.Cause(same.First().Problem!)}".TrimEnd('.') + "."));
        return string.Join(" ", said);
    }
}
