using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>
/// Keys as they come, each once: the same key may come from Get-StaleAccessKey and from Get-AccessKeyRotation, and an
/// inventory leaves out the ids of keys with which nothing is going on.
/// </summary>
internal sealed class KeyList
{
    private readonly Dictionary<(string AccountId, string UserName, DateTimeOffset CreateDate), List<Entry>> entries = [];
    private readonly List<Entry> order = [];

    public IReadOnlyList<ReportKey> Keys => order.Select(entry => entry.Merged).ToList();

    public void Add(AccessKey seen) => Add(ReportKey.Of(seen), seen is KeyStatus);

    /// <summary>A new key as its rotation left it.</summary>
    public void Add(RotatedAccessKey rotated) => Add(ReportKey.Of(rotated), isStanding: false);

    private void Add(ReportKey key, bool isStanding)
    {
        var place = (key.AccountId, key.UserName, key.CreateDate);
        if (!entries.TryGetValue(place, out List<Entry>? ofUser))
        {
            entries[place] = ofUser = [];
        }

        Entry? same = ofUser.Find(entry => IsSame(entry, entry[isStanding], key));
        if (same is null)
        {
            same = new Entry();
            ofUser.Add(same);
            order.Add(same);
        }

        if (same[isStanding] is not { } before || before.SeenAt <= key.SeenAt)
        {
            same[isStanding] = key;
        }
    }

    /// <summary>Without an id, two keys that one command gave are two keys, although a user made them in the same second.</summary>
    private static bool IsSame(Entry entry, ReportKey? ofSameCommand, ReportKey key) =>
        entry.Merged.AccessKeyId is string id && key.AccessKeyId is not null ? id == key.AccessKeyId : ofSameCommand is null;

    private sealed class Entry
    {
        private ReportKey? audited;
        private ReportKey? standing;

        public ReportKey Merged => standing is null ? audited! : audited is null ? standing : standing.CompletedFrom(audited);

        /// <summary>The key as an audit saw it, or as its standing was looked up.</summary>
        public ReportKey? this[bool isStanding]
        {
            get => isStanding ? standing : audited;
            set
            {
                if (isStanding)
                {
                    standing = value;
                }
                else
                {
                    audited = value;
                }
            }
        }
    }
}
