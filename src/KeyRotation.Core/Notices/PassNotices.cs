using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Notices;

/// <summary>
/// Collects what a pass does, refuses, leaves for later or only plans, as lines of notices, with what it read about the owners on the way. Several
/// accounts may report at once.
/// </summary>
public sealed class PassNotices
{
    private readonly object gate = new();
    private readonly List<NoticeLine> lines = [];
    private readonly Dictionary<string, ConnectionOptions> ways = new(StringComparer.Ordinal);
    private readonly Dictionary<(string AccountId, string UserName), IReadOnlyDictionary<string, string>> tags = [];

    /// <summary>Follows what is done in an account, and passes it on. A result counts when it was taken.</summary>
    /// <param name="account">The account.</param>
    /// <param name="report">Receives everything.</param>
    public IReport Watch(AccountSession account, IReport report)
    {
        if (account is null || report is null)
        {
            throw new ArgumentNullException(account is null ? nameof(account) : nameof(report));
        }

        lock (gate)
        {
            ways[account.AccountId] = account.Connection;
        }

        return new WatchedReport(report, Done);
    }

    /// <summary>Adds a failure, or what is left for a later run.</summary>
    /// <param name="failure">What failed.</param>
    public void Refused(KeyRotationException failure) => Add(NoticeLines.Of(failure));

    /// <summary>Adds a step that is only planned.</summary>
    /// <param name="step">The step.</param>
    public void Planned(PlanStep step) => Add(NoticeLines.Planned(step));

    /// <summary>Keeps the tags of a user, so that nobody reads them again.</summary>
    /// <param name="user">The user.</param>
    /// <param name="own">The tags, without those of the journal.</param>
    public void TagsRead(KeyReference user, IReadOnlyDictionary<string, string> own)
    {
        if (user is null)
        {
            throw new ArgumentNullException(nameof(user));
        }

        lock (gate)
        {
            tags[KeyOf(user.AccountId, user.UserName)] = own;
        }
    }

    /// <summary>What was collected so far, by account and user: the accounts and users of a pass end in any order.</summary>
    public IReadOnlyList<NoticeLine> ToLines()
    {
        lock (gate)
        {
            foreach (NoticeLine line in lines)
            {
                line.Tags ??= tags.TryGetValue(KeyOf(line.AccountId, line.UserName), out IReadOnlyDictionary<string, string>? own) ? own : null;
                line.Connection ??= ways.TryGetValue(line.AccountId, out ConnectionOptions? way) ? way : null;
            }

            return lines.OrderBy(line => line.AccountId, StringComparer.Ordinal).ThenBy(line => line.UserName, StringComparer.OrdinalIgnoreCase).ToList();
        }
    }

    private static (string AccountId, string UserName) KeyOf(string accountId, string userName) => (accountId, userName.ToUpperInvariant());

    private void Done(IResult result)
    {
        if (result is AccessKey or RotatedAccessKey)
        {
            Add(NoticeLines.Of(result));
        }
    }

    private void Add(NoticeLine? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            lines.Add(line);
        }
    }

    /// <summary>Passes everything on, and says which results were taken.</summary>
    private sealed class WatchedReport : IReport
    {
        private readonly IReport report;
        private readonly Action<IResult> taken;

        public WatchedReport(IReport report, Action<IResult> taken)
        {
            this.report = report;
            this.taken = taken;
        }

        public async Task ResultAsync(IResult result)
        {
            await report.ResultAsync(result).ConfigureAwait(false);
            taken(result);
        }

        public async Task ResultsAsync(IReadOnlyCollection<IResult> results)
        {
            await report.ResultsAsync(results).ConfigureAwait(false);
            foreach (IResult result in results)
            {
                taken(result);
            }
        }

        public Task<Agreement> AgreeAsync(string target, string action, CancellationToken cancellationToken) => report.AgreeAsync(target, action, cancellationToken);

        public void Failure(KeyRotationException failure) => report.Failure(failure);

        public void LeftForLater(KeyRotationException refusal) => report.LeftForLater(refusal);

        public void Warning(string message) => report.Warning(message);

        public void Verbose(string message) => report.Verbose(message);

        public void Progress(WorkProgress progress) => report.Progress(progress);
    }
}
