using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Journal;

namespace KeyRotation.Users;

/// <summary>
/// A user's keys and journal, as they were read or as a step leaves them, and what was looked up about the keys since.
/// All steps of a run on one user work on it, so that each thing is read once.
/// </summary>
internal sealed class UserState
{
    private readonly AccountSession account;
    private readonly ConcurrentDictionary<string, EvidenceOfUse> uses;

    private UserState(
        AccountSession account,
        string userName,
        UserJournal journal,
        IReadOnlyList<ListedKey> keys,
        DateTimeOffset readAt,
        ConcurrentDictionary<string, EvidenceOfUse> uses)
    {
        this.account = account;
        this.uses = uses;
        UserName = userName;
        Journal = journal;
        Keys = keys;
        ReadAt = readAt;
    }

    public string AccountId => account.AccountId;

    public string UserName { get; }

    /// <summary>What the tags say.</summary>
    public UserJournal Journal { get; }

    /// <summary>What IAM lists.</summary>
    public IReadOnlyList<ListedKey> Keys { get; }

    /// <summary>The keys that steps on this state deleted. IAM's list may show them for a while.</summary>
    public IReadOnlyList<string> DeletedKeys { get; private init; } = [];

    /// <summary>When the reading began, by AWS's clock.</summary>
    public DateTimeOffset ReadAt { get; }

    /// <summary>Why the journal is not to be believed, where it was read all the same; null when it is.</summary>
    public string? JournalProblem { get; private init; }

    /// <param name="account">The account.</param>
    /// <param name="userName">The user.</param>
    /// <param name="tagsRead">Called as soon as the tags are there, whatever becomes of the rest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">The journal cannot be read, or says what cannot be true.</exception>
    public static async Task<UserState> ReadAsync(AccountSession account, string userName, Action<UserJournal>? tagsRead, CancellationToken cancellationToken)
    {
        DateTimeOffset readAt = account.Time.GetUtcNow();
        UserJournal journal = UserJournal.Read(await account.Identity.ListUserTagsAsync(userName, cancellationToken).ConfigureAwait(false));
        tagsRead?.Invoke(journal);
        RequireCredible(account, userName, journal.Unreadable);
        IReadOnlyList<ListedKey> keys = await account.Identity.ListAccessKeysAsync(userName, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> contradictions = JournalEvidence.FindContradictions(journal, keys, account.Time.GetUtcNow());
        if (contradictions.Count > 0 && account.TimeDoubt is string doubt)
        {
            throw UserFailures.ServerTimeUnknown(
                new KeyReference(account.AccountId, userName, AccessKeyId: null),
                $"The journal of user {userName} in account {account.AccountId} does not fit the time that it seems to be",
                doubt);
        }

        RequireCredible(account, userName, contradictions);
        return new UserState(account, NameOf(keys, userName), journal, keys, readAt, new ConcurrentDictionary<string, EvidenceOfUse>(KeyIds.Comparer));
    }

    /// <summary>Reads a user for a step that is taken whatever the journal says.</summary>
    public static async Task<UserState> ReadAnywayAsync(AccountSession account, string userName, CancellationToken cancellationToken)
    {
        DateTimeOffset readAt = account.Time.GetUtcNow();
        (UserJournal journal, string? problem) = await TryReadJournalAsync(account, userName, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ListedKey> keys = await account.Identity.ListAccessKeysAsync(userName, cancellationToken).ConfigureAwait(false);
        List<string> problems = [.. problem is null ? [] : new[] { problem }, .. journal.Unreadable, .. JournalEvidence.FindContradictions(journal, keys, account.Time.GetUtcNow())];
        return new UserState(account, NameOf(keys, userName), journal, keys, readAt, new ConcurrentDictionary<string, EvidenceOfUse>(KeyIds.Comparer))
        {
            JournalProblem = problems.Count == 0 ? null : string.Join("; ", problems),
        };
    }

    /// <summary>What keeps the user out of rotation, if anything: a tag, or a group that the run was given.</summary>
    public Exemption? Exemption => account.GroupExemptions.TryGetValue(UserName, out Exemption? exemption) ? exemption : Journal.Exemption;

    public KeyOwner Owner => account.OwnerOf(UserName);

    public UserToPlace ToPlace() => new(Owner, Journal.Tags);

    public KeyReference Reference(string? accessKeyId) => new(AccountId, UserName, accessKeyId);

    public ListedKey? Find(string? accessKeyId) => Keys.FirstOrDefault(key => KeyIds.AreSame(key.AccessKeyId, accessKeyId));

    public bool IsActive(string? accessKeyId) => Find(accessKeyId)?.Status == AccessKeyStatus.Active;

    /// <summary>Whether the journal says that a key is compromised.</summary>
    public bool IsCompromised(string? accessKeyId) => accessKeyId is not null && Journal.RecordOf(accessKeyId)?.IsCompromised == true;

    /// <summary>Whether a key is one to rely on: active, and not known to be in the wrong hands.</summary>
    public bool IsWorking(string? accessKeyId) => IsActive(accessKeyId) && !IsCompromised(accessKeyId);

    /// <summary>
    /// The compromised key of a user who has no working key, where no key has replaced it yet; null when there is none. Of two, the newer.
    /// </summary>
    public ListedKey? FindKeyToReplace() => Keys.Any(key => IsWorking(key.AccessKeyId))
        ? null
        : Keys.Where(key => key.Status != AccessKeyStatus.Active && Journal.RecordOf(key.AccessKeyId) is { IsCompromised: true, By: null })
            .OrderByDescending(key => key.CreateDate)
            .FirstOrDefault();

    /// <summary>When a key was last used; asked for once.</summary>
    public async Task<EvidenceOfUse> LastUseAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        if (!uses.TryGetValue(accessKeyId, out EvidenceOfUse? use))
        {
            use = await LastUse.OfAsync(account, accessKeyId, cancellationToken).ConfigureAwait(false);
            uses[accessKeyId] = use;
        }

        return use;
    }

    /// <summary>When a key was last used, where that was asked for already; null otherwise.</summary>
    public EvidenceOfUse? KnownUse(string accessKeyId) => uses.TryGetValue(accessKeyId, out EvidenceOfUse? use) ? use : null;

    /// <summary>The state when a key has another status.</summary>
    public UserState WithStatus(string accessKeyId, AccessKeyStatus status) =>
        With(Journal, Keys.Select(key => KeyIds.AreSame(key.AccessKeyId, accessKeyId) ? key with { Status = status } : key).ToList());

    /// <summary>The state when a key and what the journal says of it are gone.</summary>
    public UserState WithoutKey(string accessKeyId) => With(
        Journal.WithoutTags([JournalTags.ForKey(accessKeyId), accessKeyId]),
        Keys.Where(key => !KeyIds.AreSame(key.AccessKeyId, accessKeyId)).ToList(),
        accessKeyId);

    /// <summary>The state when the journal says nothing of a key.</summary>
    public UserState WithoutRecord(string accessKeyId) => With(Journal.WithoutTags([JournalTags.ForKey(accessKeyId)]), Keys);

    /// <summary>The state when the journal says something else of a key.</summary>
    public UserState WithRecord(string accessKeyId, KeyRecord record) => With(Journal.WithTag(JournalTags.ForKey(accessKeyId), record.ToTagValue()), Keys);

    /// <summary>The state when the entry of the rotation that is under way is gone.</summary>
    public UserState WithoutPending() => With(Journal.WithoutTags([JournalTags.Pending]), Keys);

    /// <summary>The name as AWS writes it: destinations and the journal of one user are the same, however the name was typed.</summary>
    private static string NameOf(IReadOnlyList<ListedKey> keys, string typed) =>
        keys.Count > 0 && keys[0].UserName is string name && string.Equals(name, typed, StringComparison.OrdinalIgnoreCase) ? name : typed;

    private static async Task<(UserJournal Journal, string? Problem)> TryReadJournalAsync(AccountSession account, string userName, CancellationToken cancellationToken)
    {
        try
        {
            return (UserJournal.Read(await account.Identity.ListUserTagsAsync(userName, cancellationToken).ConfigureAwait(false)), null);
        }
        catch (ServiceException problem) when (problem.Kind != ServiceErrorKind.NotFound)
        {
            return (UserJournal.Read(new Dictionary<string, string>(StringComparer.Ordinal)), Failures.Cause(problem));
        }
    }

    private static void RequireCredible(AccountSession account, string userName, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw UserFailures.JournalUnreadable(new KeyReference(account.AccountId, userName, AccessKeyId: null), problems);
        }
    }

    private UserState With(UserJournal journal, IReadOnlyList<ListedKey> keys, string? deletedKey = null) =>
        new(account, UserName, journal, keys, ReadAt, uses) { DeletedKeys = deletedKey is null ? DeletedKeys : [.. DeletedKeys, deletedKey], JournalProblem = JournalProblem };
}
