using System;
using System.Collections.Generic;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>What the module knows by its own deeds: what it made inactive, what it recorded, what replaces what.</summary>
internal static class Learning
{
    private const string Prefix = "keyrotation:";

    public static void From(Change change, IReadOnlyDictionary<string, KeyHistory> keys)
    {
        switch (change)
        {
            case KeyDisabled disabled:
                disabled.Key.KnownInactiveSince = disabled.At;
                disabled.Key.AtWork = null;
                break;
            case KeyEnabled enabled:
                SeenAtWork(enabled.Key, Sign.Enabled);
                break;
            case TagSet tag when tag.Tag.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && keys.TryGetValue(tag.Tag[Prefix.Length..], out KeyHistory? key):
                FromRecord(key, tag, keys);
                break;
        }
    }

    /// <summary>Evidence that the key works again: a use, or the module's own look at it.</summary>
    public static void SeenAtWork(KeyHistory key, Sign sign)
    {
        if (key.KnownInactiveSince is not null)
        {
            key.KnownInactiveSince = null;
            key.AtWork = sign;
        }
    }

    private static void FromRecord(KeyHistory key, TagSet tag, IReadOnlyDictionary<string, KeyHistory> keys)
    {
        key.IsRecorded = true;
        TagText record = TagText.Read(tag.Value);
        if (record.Stage == "quarantined" && !key.IsActive)
        {
            key.KnownInactiveSince ??= tag.At;
            key.AtWork = null;
        }

        key.QuarantineRecordedAt = record.Stage == "quarantined" ? tag.At : null;
        key.IsRecordedTooEarly |= record.Stage == "quarantined" && key.IsActive;
        if (record.Stage == "current")
        {
            // The key that had replaced it was disabled as compromised.
            key.Replacement = null;
        }

        if (record.Stage == "superseded" && record.Field("by") is string by && keys.TryGetValue(by, out KeyHistory? replacement) && key.Replacement?.Key != replacement)
        {
            key.Replacement = (replacement, replacement.VerifiedAt ?? tag.At);
        }
    }
}
