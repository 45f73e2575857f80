using System;

namespace KeyRotation.Journal;

/// <summary>The names of the journal's tags, and the limits that IAM sets on tags of users.</summary>
public static class JournalTags
{
    /// <summary>What every tag of the journal begins with. IAM ignores the case of tag keys of users.</summary>
    public const string Prefix = "keyrotation:";

    /// <summary>The tag of a rotation that has begun and not ended.</summary>
    public const string Pending = Prefix + "pending";

    /// <summary>The tag that keeps a user out of rotation.</summary>
    public const string Exempt = Prefix + "exempt";

    /// <summary>The tag that gives a user a shorter limit than others, in days.</summary>
    public const string Days = Prefix + "days";

    /// <summary>The tag that records which warnings of steps ahead were sent. No step depends on it.</summary>
    public const string Noticed = Prefix + "noticed";

    /// <summary>The tag that says where the keys of a user go, written by people; it counts only where a run asks for it.</summary>
    public const string To = Prefix + "to";

    /// <summary>Tags that a user can have (IAM quota, cannot be raised).</summary>
    public const int Quota = 50;

    /// <summary>Characters that the value of a tag can have.</summary>
    public const int ValueLength = 256;

    /// <summary>The tag that records a key.</summary>
    /// <param name="accessKeyId">The key's id.</param>
    public static string ForKey(string accessKeyId) => Prefix + accessKeyId;

    /// <summary>Whether a tag is the text that the console shows beside a key: its key is then the key's id.</summary>
    internal static bool IsDescription(string tagKey) => tagKey.Length == 20 && tagKey.StartsWith("AKIA", StringComparison.Ordinal);

    internal static bool IsJournalTag(string tagKey) => tagKey.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
