using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation.Journal;

/// <summary>
/// What the tags of one user say about its keys. State that lives with the user survives the machine, the
/// runbook and the operator.
/// </summary>
public sealed class UserJournal
{
    private readonly Dictionary<string, KeyRecord> records = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> unreadable = [];

    private UserJournal(IReadOnlyDictionary<string, string> tags) => Tags = tags;

    /// <summary>All tags of the user, the journal's and others.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; }

    /// <summary>What is recorded of each key, by key id.</summary>
    public IReadOnlyDictionary<string, KeyRecord> Records => records;

    /// <summary>The rotation that has begun and not ended, if any.</summary>
    public PendingRotation? Pending { get; private set; }

    /// <summary>What keeps the user out of rotation, if anything.</summary>
    public Exemption? Exemption { get; private set; }

    /// <summary>From how many days on the keys of this user are too old, where that is fewer than for others; written by people. Null where nothing says so.</summary>
    public int? Days { get; private set; }

    /// <summary>What could not be read, each with the tag and the reason. Anything here is a reason to refuse.</summary>
    public IReadOnlyList<string> Unreadable => unreadable;

    /// <summary>Reads the journal out of a user's tags.</summary>
    /// <param name="tags">All tags of the user.</param>
    public static UserJournal Read(IReadOnlyDictionary<string, string> tags)
    {
        if (tags is null)
        {
            throw new ArgumentNullException(nameof(tags));
        }

        var journal = new UserJournal(tags);
        foreach (KeyValuePair<string, string> tag in tags.Where(tag => JournalTags.IsJournalTag(tag.Key)))
        {
            try
            {
                journal.ReadTag(tag.Key.Substring(JournalTags.Prefix.Length), tag.Value);
            }
            catch (FormatException problem)
            {
                journal.unreadable.Add($"tag {tag.Key}: {problem.Message}");
            }
        }

        return journal;
    }

    /// <summary>The journal with one tag set.</summary>
    /// <param name="tagKey">The tag.</param>
    /// <param name="value">Its value.</param>
    public UserJournal WithTag(string tagKey, string value)
    {
        Dictionary<string, string> tags = CopyTags();
        tags[tagKey] = value;
        return Read(tags);
    }

    /// <summary>The journal without some tags; those that it does not have do not matter.</summary>
    /// <param name="tagKeys">The tags.</param>
    public UserJournal WithoutTags(IEnumerable<string> tagKeys)
    {
        Dictionary<string, string> tags = CopyTags();
        foreach (string tagKey in tagKeys)
        {
            tags.Remove(tagKey);
        }

        return Read(tags);
    }

    /// <summary>The record of a key, or null.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    public KeyRecord? RecordOf(string accessKeyId) => records.TryGetValue(accessKeyId, out KeyRecord? record) ? record : null;

    /// <summary>The limit for the keys of this user: the tag makes it shorter and never longer.</summary>
    /// <param name="limit">The limit for all users.</param>
    internal TimeSpan LimitWithin(TimeSpan limit) => Days is int days && days < limit.TotalDays ? TimeSpan.FromDays(days) : limit;

    /// <summary>The tags that others gave the user, e.g. its owner: without the journal's, and without descriptions of keys.</summary>
    public IReadOnlyDictionary<string, string> OwnTags() => Tags
        .Where(tag => !JournalTags.IsJournalTag(tag.Key) && !JournalTags.IsDescription(tag.Key))
        .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the given tags can be set within the quota of 50.</summary>
    /// <param name="tagKeys">The tags that are to be set.</param>
    public bool HasRoomFor(IEnumerable<string> tagKeys)
    {
        var present = new HashSet<string>(Tags.Keys, StringComparer.OrdinalIgnoreCase);
        return present.Count + tagKeys.Count(tagKey => !present.Contains(tagKey)) <= JournalTags.Quota;
    }

    private Dictionary<string, string> CopyTags()
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> tag in Tags)
        {
            tags[tag.Key] = tag.Value;
        }

        return tags;
    }

    private void ReadTag(string name, string value)
    {
        switch (name.ToUpperInvariant())
        {
            case "PENDING":
                Pending = PendingRotation.Parse(value);
                break;
            case "EXEMPT":
                Exemption = Exemption.Parse(value);
                break;
            case "DAYS":
                Days = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days > 0
                    ? days
                    : throw new FormatException($"'{value}' is not a number of days.");
                break;
            case "NOTICED":
                // Says what was sent to people: no step depends on it, so one that cannot be read is no reason to refuse.
                break;
            case "TO":
                // Says where keys go, where a run asks for it: the destinations of that run can tell whether it is right.
                break;
            case string when records.ContainsKey(name):
                throw new FormatException("the journal has another entry for the same key.");
            case string when !KeyIds.IsForm(name):
                throw new FormatException($"'{name}' is not the id of an access key.");
            default:
                records.Add(name, KeyRecord.Parse(value));
                break;
        }
    }
}
