using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>What the journal says at the end of a rotation of the old and the new key.</summary>
internal static class RotationRecords
{
    /// <exception cref="KeyRotationException">The new key was disabled as compromised meanwhile.</exception>
    public static async Task<Dictionary<string, string>> TagsAsync(AccountSession account, UserState user, RotatedAccessKey rotated, CancellationToken cancellationToken)
    {
        UserJournal journal = await ReadAsync(account, user, cancellationToken).ConfigureAwait(false);
        if (journal.RecordOf(rotated.AccessKeyId) is { IsCompromised: true })
        {
            throw RotationFailures.NewKeyCompromised(user.Reference(rotated.AccessKeyId), rotated.ReplacedAccessKeyId);
        }

        // The answer to CreateAccessKey is AWS's own time; the clock may be behind it.
        DateTimeOffset since = rotated.VerifiedDate.OrLater(rotated.CreateDate);
        string place = rotated.Destinations.Count == 0 ? KeyRecord.Output : string.Join("+", rotated.Destinations.Select(receipt => receipt.Place));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [JournalTags.ForKey(rotated.AccessKeyId)] = new KeyRecord(KeyStage.Current, since) { Replaces = rotated.ReplacedAccessKeyId, At = place }.ToTagValue(),
            [JournalTags.ForKey(rotated.ReplacedAccessKeyId)] = KeyRecord.ReplacedBy(journal.RecordOf(rotated.ReplacedAccessKeyId), rotated.AccessKeyId, since).ToTagValue(),
        };
    }

    /// <summary>The journal as it is now: one of the keys may have been disabled as compromised while the new one was delivered.</summary>
    private static async Task<UserJournal> ReadAsync(AccountSession account, UserState user, CancellationToken cancellationToken)
    {
        try
        {
            return UserJournal.Read(await account.Identity.ListUserTagsAsync(user.UserName, cancellationToken).ConfigureAwait(false));
        }
        catch (ServiceException)
        {
            // The key is delivered: what the journal said at the beginning is as good as it gets.
            return user.Journal;
        }
    }
}
