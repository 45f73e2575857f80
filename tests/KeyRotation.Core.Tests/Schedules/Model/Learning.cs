using System;
using System.Collections.Generic;
using KeyRotation.Journal;

namespace KeyRotation.Tests.Schedules.Model;

/// <summary>What the module knows by its own deeds: what it made inactive, what it recorded, what replaces what.</summary>
internal static class Learning
{
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
            case TagSet tag when tag.Tag.StartsWith(JournalTags.Prefix, StringComparison.OrdinalIgnoreCase)
                && keys.TryGetValue(tag.Tag[JournalTags.Prefix.Length..], out KeyHistory? key):
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
        KeyRecord record = KeyRecord.Parse(tag.Value);
        if (record.Stage == KeyStage.Quarantined && !key.IsActive)
        {
            key.KnownInactiveSince ??= tag.At;
            key.AtWork = null;
        }

        if (record.Stage == KeyStage.Superseded && record.By is string by && keys.TryGetValue(by, out KeyHistory? replacement) && key.Replacement?.Key != replacement)
        {
            key.Replacement = (replacement, replacement.VerifiedAt ?? tag.At);
        }
    }
}
