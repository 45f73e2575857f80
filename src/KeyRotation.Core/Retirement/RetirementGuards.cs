using System;
using KeyRotation.Journal;
using KeyRotation.Rotation;

namespace KeyRotation.Retirement;

/// <summary>Guards that more than one step has.</summary>
internal static class RetirementGuards
{
    public static void EnsureTagFits(UserState user, KeyReference key)
    {
        if (!user.Journal.HasRoomFor([JournalTags.ForKey(key.AccessKeyId!)]))
        {
            throw Failures.NoRoomForTags(key, user.Journal.Tags.Count, needed: 1);
        }
    }

    public static void EnsureNoRotationRuns(UserState user, KeyReference key, DateTimeOffset now)
    {
        if (user.Journal.Pending is PendingRotation pending && pending.MayRunAt(now))
        {
            throw Failures.RotationInProgress(key, pending);
        }
    }
}
