using System;
using System.Collections.Generic;
using System.Linq;

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

    public void Add(AccessKey key) => Add(entry => entry.Audited, (entry, seen) => entry.Audited = seen, ReportKey.Of(key));

    public void Add(KeyStatus key) => Add(entry => entry.Standing, (entry, seen) => entry.Standing = seen, ReportKey.Of(key));

    private void Add(Func<Entry, ReportKey?> look, Action<Entry, ReportKey> put, ReportKey key)
    {
        var place = (key.AccountId, key.UserName, key.CreateDate);
        if (!entries.TryGetValue(place, out List<Entry>? ofUser))
        {
            entries[place] = ofUser = [];
        }

        Entry? same = ofUser.Find(entry => IsSame(entry, look(entry), key));
        if (same is null)
        {
            same = new Entry();
            ofUser.Add(same);
            order.Add(same);
        }

        if (look(same) is not { } before || before.SeenAt <= key.SeenAt)
        {
            put(same, key);
        }
    }

    /// <summary>Without an id, two keys that one command gave are two keys, although a user made them in the same second.</summary>
    private static bool IsSame(Entry entry, ReportKey? ofSameCommand, ReportKey key) =>
        entry.Merged.AccessKeyId is string id && key.AccessKeyId is not null ? id == key.AccessKeyId : ofSameCommand is null;

    private sealed class Entry
    {
        public ReportKey? Audited { get; set; }

        public ReportKey? Standing { get; set; }

        public ReportKey Merged => Standing is null ? Audited! : Audited is null ? Standing : Standing.CompletedFrom(Audited);
    }
}
