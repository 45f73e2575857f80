using System;
using System.Linq;
using KeyRotation.Journal;
using KeyRotation.Users;

namespace KeyRotation.Rotation;

/// <summary>What a rotation left that never ended: a killed process, a lost machine.</summary>
internal static class InterruptedRotation
{
    /// <summary>The entry is written before the key is created; AWS's clocks may differ by a moment.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The look for the entry may take half a minute, a creation that AWS throttles goes out again for a minute, and one whose
    /// answer was lost may be carried out more than a minute later; a key made after that is someone else's.
    /// </summary>
    private static readonly TimeSpan CreationLimit = TimeSpan.FromMinutes(4);

    /// <summary>
    /// The key that an interrupted rotation left: one that was created when the rotation ran and that the journal does not
    /// know; null when it left none. The entry names it, but for the moment between its creation and its being noted. A name
    /// alone is not believed: whoever may tag the user could name any key.
    /// </summary>
    public static ListedKey? LeftKey(UserState user, PendingRotation pending) => user.Keys.FirstOrDefault(key =>
        !KeyIds.AreSame(key.AccessKeyId, pending.OldAccessKeyId)
        && user.Journal.RecordOf(key.AccessKeyId) is null
        && (pending.NewAccessKeyId is null || KeyIds.AreSame(key.AccessKeyId, pending.NewAccessKeyId))
        && key.CreateDate >= pending.At.Plus(-ClockTolerance)
        && key.CreateDate < pending.At.Plus(CreationLimit));
}
