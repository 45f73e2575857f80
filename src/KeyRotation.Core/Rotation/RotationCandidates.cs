using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Audit;
using KeyRotation.Journal;

namespace KeyRotation.Rotation;

/// <summary>
/// The stale keys of an account that a pass over it rotates: not the root user's, not those that were rotated
/// already, and not those of exempt users.
/// </summary>
public static class RotationCandidates
{
    /// <summary>Finds them.</summary>
    /// <param name="account">The account.</param>
    /// <param name="options">What makes a key stale.</param>
    /// <param name="report">Receives failures and warnings, and no results.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyCollection<KeyTarget>> FindAsync(
        AccountSession account,
        AuditOptions options,
        IReport report,
        CancellationToken cancellationToken)
    {
        var found = new Collector(report);
        await new StaleKeyAudit(account, options, found).RunAsync(cancellationToken).ConfigureAwait(false);
        var due = new ConcurrentDictionary<KeyTarget, bool>();
        List<KeyTarget> keys = found.Keys
            .Where(key => key.AccessKeyId is not null)
            .Select(key => new KeyTarget(key.UserName, key.AccessKeyId, key.AccountId))
            .ToList();
        await PerUser.ForEachAsync(
            keys,
            key => key.In(account),
            async key =>
            {
                UserJournal journal = await UserState.ReadJournalAsync(account, key.UserName, cancellationToken).ConfigureAwait(false);
                bool isRotated = journal.RecordOf(key.AccessKeyId!)?.Stage == KeyStage.Superseded;
                bool isExempt = journal.Exemption?.CountsAt(account.Time.GetUtcNow()) == true;
                due[key] = !isRotated && !isExempt;
            },
            report,
            cancellationToken).ConfigureAwait(false);
        return keys.Where(key => due.TryGetValue(key, out bool isDue) && isDue).ToList();
    }

    private sealed class Collector : IReport
    {
        private readonly IReport inner;

        public Collector(IReport inner) => this.inner = inner;

        public ConcurrentQueue<AccessKey> Keys { get; } = new();

        public Task ResultAsync(object result)
        {
            Keys.Enqueue((AccessKey)result);
            return Task.CompletedTask;
        }

        public Task ResultsAsync(IReadOnlyCollection<object> results) => Task.WhenAll(results.Select(ResultAsync));

        public void Failure(KeyRotationException failure) => inner.Failure(failure);

        public void Warning(string message) => inner.Warning(message);

        public void Verbose(string message) => inner.Verbose(message);

        public void Progress(WorkProgress progress) => inner.Progress(progress);
    }
}
