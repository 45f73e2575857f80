using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Alternatives;

/// <summary>Takes what a search of the event history finds, and passes on what it says. A key whose events could not be read is not one without events.</summary>
internal sealed class FoundActivities : IReport
{
    private readonly IReport report;
    private readonly ConcurrentDictionary<string, List<KeyActivity>> found = new(KeyIds.Comparer);
    private readonly ConcurrentDictionary<string, bool> failed = new(KeyIds.Comparer);

    public FoundActivities(IReport report) => this.report = report;

    public void Add(IEnumerable<KeyActivity> activities)
    {
        foreach (IGrouping<string, KeyActivity> ofKey in activities.GroupBy(activity => activity.AccessKeyId, KeyIds.Comparer))
        {
            found.GetOrAdd(ofKey.Key, _ => []).AddRange(ofKey);
        }
    }

    /// <summary>Who signs with a key; null where that is not known.</summary>
    /// <param name="accessKeyId">The key.</param>
    /// <param name="isLookedUp">Whether the event history was asked.</param>
    public IReadOnlyList<KeyActivity>? Of(string? accessKeyId, bool isLookedUp) => accessKeyId is null ? null
        : found.TryGetValue(accessKeyId, out List<KeyActivity>? activities) ? activities
        : isLookedUp && !failed.ContainsKey(accessKeyId) ? [] : null;

    public Task ResultAsync(IResult result) => ResultsAsync([result]);

    public Task ResultsAsync(IReadOnlyCollection<IResult> results)
    {
        Add(results.OfType<KeyActivity>());
        return Task.CompletedTask;
    }

    public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => report.AgreeAsync(target, action, cancellationToken);

    public void Failure(KeyRotationException failure)
    {
        if (failure.Target?.AccessKeyId is string accessKeyId)
        {
            failed[accessKeyId] = true;
        }

        report.Failure(failure);
    }

    public void LeftForLater(KeyRotationException refusal) => report.LeftForLater(refusal);

    /// <summary>That nothing was found is part of the evidence of the key.</summary>
    public void Warning(string message) => report.Verbose(message);

    public void Verbose(string message) => report.Verbose(message);

    public void Progress(WorkProgress progress) => report.Progress(progress);
}
