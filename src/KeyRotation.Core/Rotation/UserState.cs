using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;

namespace KeyRotation.Rotation;

/// <summary>A user's keys and journal, read at one moment.</summary>
/// <param name="UserName">The user.</param>
/// <param name="Journal">What the tags say.</param>
/// <param name="Keys">What IAM lists.</param>
internal sealed record UserState(string UserName, UserJournal Journal, IReadOnlyList<ListedKey> Keys)
{
    public static async Task<UserState> ReadAsync(AccountSession account, string userName, CancellationToken cancellationToken)
    {
        UserJournal journal = await ReadJournalAsync(account, userName, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ListedKey> keys = await account.Identity.ListAccessKeysAsync(userName, cancellationToken).ConfigureAwait(false);
        return new UserState(userName, journal, keys);
    }

    public static async Task<UserJournal> ReadJournalAsync(AccountSession account, string userName, CancellationToken cancellationToken)
    {
        UserJournal journal = UserJournal.Read(await account.Identity.ListUserTagsAsync(userName, cancellationToken).ConfigureAwait(false));
        return journal.Unreadable.Count == 0
            ? journal
            : throw Failures.JournalUnreadable(new KeyReference(account.AccountId, userName, AccessKeyId: null), journal.Unreadable);
    }

    public ListedKey? Find(string accessKeyId) =>
        Keys.FirstOrDefault(key => string.Equals(key.AccessKeyId, accessKeyId, StringComparison.OrdinalIgnoreCase));

    public bool IsActive(string? accessKeyId) => accessKeyId is not null && Find(accessKeyId)?.Status == AccessKeyStatus.Active;
}
