using System;
using System.Linq;

namespace KeyRotation;

/// <summary>Compares ids of access keys. AWS gives them in capitals; people and tags do not always.</summary>
internal static class KeyIds
{
    public static readonly StringComparer Comparer = StringComparer.OrdinalIgnoreCase;

    public static bool AreSame(string? one, string? other) => Comparer.Equals(one, other);

    /// <summary>Whether a text has the form of an id: <c>accessKeyIdType</c> of the IAM API model.</summary>
    public static bool IsForm(string text) => text.Length is >= 16 and <= 128 && text.All(character => character is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
