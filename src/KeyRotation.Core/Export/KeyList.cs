using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Export.Content;

namespace KeyRotation.Export;

/// <summary>
/// Keys as they come, each once: the same key may come from Get-StaleAccessKey, from Get-AccessKeyRotation and with what can
/// replace it, and an inventory leaves out the ids of keys with which nothing is going on.
/// </summary>
internal sealed class KeyList
{
    private readonly Dictionary<(string AccountId, string UserName, DateTimeOffset CreateDate), List<Entry>> entries = [];
    private readonly List<Entry> order = [];

    public IReadOnlyList<ReportKey> Keys => order.Select(entry => entry.Merged).ToList();

    public void Add(AccessKey seen) => Add(ReportKey.Of(seen), seen is KeyStatus ? Source.Standing : Source.Audit);

    /// <summary>A new key as its rotation left it.</summary>
    public void Add(RotatedAccessKey rotated) => Add(ReportKey.Of(rotated), Source.Audit);

    /// <summary>A key with what can replace it.</summary>
    public void Add(KeyAlternative alternative) => Add(ReportKey.Of(alternative), Source.Alternative);

    private void Add(ReportKey key, Source source)
    {
        var place = (key.AccountId, key.UserName, key.CreateDate);
        if (!entries.TryGetValue(place, out List<Entry>? ofUser))
        {
            entries[place] = ofUser = [];
        }

        Entry? same = ofUser.Find(entry => IsSame(entry, entry[source], key));
        if (same is null)
        {
            same = new Entry();
            ofUser.Add(same);
            order.Add(same);
        }

        if (same[source] is not { } before || before.SeenAt <= key.SeenAt)
        {
            same[source] = key;
        }
    }

    /// <summary>Without an id, two keys that one command gave are two keys, although a user made them in the same second.</summary>
    private static bool IsSame(Entry entry, ReportKey? ofSameCommand, ReportKey key) =>
        entry.Merged.AccessKeyId is string id && key.AccessKeyId is not null ? id == key.AccessKeyId : ofSameCommand is null;

    /// <summary>What kind of command saw a key; of two, the first here says at which stage the key is.</summary>
    private enum Source
    {
        Standing,
        Audit,
        Alternative,
    }

    private sealed class Entry
    {
        private readonly ReportKey?[] seen = new ReportKey?[3];

        public ReportKey Merged => seen.OfType<ReportKey>().Aggregate((key, other) => key.CompletedFrom(other));

        public ReportKey? this[Source source]
        {
            get => seen[(int)source];
            set => seen[(int)source] = value;
        }
    }
}
