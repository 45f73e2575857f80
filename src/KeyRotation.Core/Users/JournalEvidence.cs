using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Journal;

namespace KeyRotation.Users;

/// <summary>
/// Compares the journal with what IAM lists. The journal is believed as far as it can be true: whoever may tag the user can
/// write anything into it.
/// </summary>
internal static class JournalEvidence
{
    /// <summary>AWS's clocks may differ, and times are written to the second.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>What cannot be true, each with its tag.</summary>
    public static IReadOnlyList<string> FindContradictions(UserJournal journal, IReadOnlyList<ListedKey> keys, DateTimeOffset now)
    {
        DateTimeOffset latest = now.Plus(Tolerance);
        var found = new List<string>();
        if (journal.Pending is PendingRotation pending)
        {
            Add(found, JournalTags.Pending, pending.At > latest ? "its time is in the future" : KeyIds.AreSame(pending.NewAccessKeyId, pending.OldAccessKeyId) ? "it names one key as the old and the new" : null);
        }

        foreach (KeyValuePair<string, KeyRecord> record in journal.Records)
        {
            ListedKey? key = keys.FirstOrDefault(listed => KeyIds.AreSame(listed.AccessKeyId, record.Key));
            Add(found, JournalTags.ForKey(record.Key), Contradiction(record.Key, record.Value, key, latest));
        }

        return found;
    }

    private static string? Contradiction(string accessKeyId, KeyRecord record, ListedKey? key, DateTimeOffset latest) =>
        KeyIds.AreSame(record.By, accessKeyId) || KeyIds.AreSame(record.Replaces, accessKeyId) ? "the key is named as its own replacement"
        : record.Since > latest ? "its time is in the future"
        : key is not null && record.Since < key.CreateDate.Plus(-Tolerance) ? "its time is before the creation of the key"
        : null;

    private static void Add(List<string> found, string tag, string? problem)
    {
        if (problem is not null)
        {
            found.Add($"tag {tag}: {problem}.");
        }
    }
}
