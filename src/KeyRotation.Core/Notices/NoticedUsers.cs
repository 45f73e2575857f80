using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;

namespace KeyRotation.Notices;

/// <summary>The users whose tags say who owns them, or which warnings were sent. The tags of each are read once.</summary>
internal sealed class NoticedUsers
{
    /// <summary>More calls at once to IAM gain nothing: AWS asks for fewer.</summary>
    private const int ReadAtOnce = 8;

    private readonly Dictionary<(string AccountId, string UserName), NoticedUser> users = new();
    private readonly INoticeAccounts accounts;
    private readonly IReport report;

    public NoticedUsers(INoticeAccounts accounts, IReport report)
    {
        this.accounts = accounts;
        this.report = report;
    }

    /// <summary>The user of a line; null where its tags were not read.</summary>
    public NoticedUser? Find(NoticeLine line) => users.TryGetValue(KeyOf(line), out NoticedUser? user) ? user : null;

    /// <summary>Reads the tags of the users of some lines, and warns of those that cannot be read.</summary>
    public async Task ReadAsync(IEnumerable<NoticeLine> lines, CancellationToken cancellationToken)
    {
        var limit = new CallLimit(ReadAtOnce);
        List<NoticeLine> first = lines.GroupBy(KeyOf).Select(group => group.FirstOrDefault(line => line.Connection is not null) ?? group.First()).ToList();
        NoticedUser[] read = await Task.WhenAll(first.Select(line => limit.CallAsync(() => ReadAsync(line, cancellationToken), cancellationToken))).ConfigureAwait(false);
        foreach ((NoticeLine line, NoticedUser user) in first.Zip(read, (line, user) => (line, user)))
        {
            users[KeyOf(line)] = user;
        }

        foreach (IGrouping<string?, NoticedUser> failed in read.Where(user => user.Tags is null).GroupBy(user => user.ProblemKind ?? user.Problem, StringComparer.Ordinal))
        {
            report.Warning(NoticeFailures.TagsUnreadable(
                failed.Select(user => "user " + user.UserName).ToList(),
                failed.First().Problem ?? string.Empty,
                "Who owns the keys is not known from them, and which notices were sent is not known either: they are sent."));
        }
    }

    /// <summary>Records in the tag of a user which warnings were sent. A warning where it cannot be written: the notice is out.</summary>
    public async Task RecordAsync(NoticedUser user, IEnumerable<(DueStep Due, int Days)> sent, CancellationToken cancellationToken)
    {
        if (user.Account is not AccountSession account)
        {
            report.Warning(NoticeFailures.NotRecorded(user.UserName, user.Problem ?? string.Empty));
            return;
        }

        NoticedSteps noticed = sent.Aggregate(user.Noticed, (record, step) => record.With(step.Due.Created, step.Due.Name, step.Due.At, step.Days));
        try
        {
            var tags = new Dictionary<string, string>(StringComparer.Ordinal) { [JournalTags.Noticed] = noticed.ToTagValue() };
            await account.Identity.TagUserAsync(user.UserName, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceException problem)
        {
            report.Warning(NoticeFailures.NotRecorded(user.UserName, Failures.Cause(problem)));
        }
    }

    private static (string AccountId, string UserName) KeyOf(NoticeLine line) => (line.AccountId, line.UserName.ToUpperInvariant());

    private async Task<NoticedUser> ReadAsync(NoticeLine line, CancellationToken cancellationToken)
    {
        try
        {
            AccountSession account = await accounts.OpenAsync(line.Connection, cancellationToken).ConfigureAwait(false);
            if (line.AccountId.Length > 0 && line.AccountId != account.AccountId)
            {
                return new NoticedUser(Account: null, line.UserName) { Problem = $"the credentials are of account {account.AccountId}, and the user is in account {line.AccountId}" };
            }

            UserJournal journal = UserJournal.Read(await account.Identity.ListUserTagsAsync(line.UserName, cancellationToken).ConfigureAwait(false));
            return new NoticedUser(account, line.UserName) { Tags = journal.OwnTags(), Noticed = NoticedBy(journal, line.UserName) };
        }
        catch (Exception problem) when (problem is ServiceException or KeyRotationException)
        {
            return new NoticedUser(Account: null, line.UserName) { Problem = Failures.Cause(problem).TrimEnd('.'), ProblemKind = problem is ServiceException call ? $"{call.Action} {call.Code}" : null };
        }
    }

    private NoticedSteps NoticedBy(UserJournal journal, string userName)
    {
        string? value = journal.Tags.FirstOrDefault(tag => string.Equals(tag.Key, JournalTags.Noticed, StringComparison.OrdinalIgnoreCase)).Value;
        try
        {
            return value is null ? NoticedSteps.None : NoticedSteps.Parse(value);
        }
        catch (FormatException problem)
        {
            report.Warning(NoticeFailures.RecordUnreadable(userName, problem.Message));
            return NoticedSteps.None;
        }
    }
}
