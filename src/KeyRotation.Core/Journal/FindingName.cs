using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Journal;

/// <summary>The id of a finding as the journal writes it: IAM allows few characters in the value of a tag, and no more than 256 in all.</summary>
internal static class FindingName
{
    private const string Signs = "_.:/=+-@";

    /// <summary>The id itself where a tag can hold it, and else its hash; null for none.</summary>
    public static string? Of(string? findingId) =>
        string.IsNullOrWhiteSpace(findingId) ? null : IsForm(findingId!) ? findingId : ShortOf(findingId!);

    /// <summary>A hash that is the same for the same id: whoever has the finding can compare it.</summary>
    public static string ShortOf(string findingId)
    {
        using var hash = SHA256.Create();
        return "sha256:" + string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(findingId)).Take(16).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether a text can be part of a tag's value, which parts its fields by spaces.</summary>
    public static bool IsForm(string text) => text.Length > 0
        && text.All(character => character is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') || Signs.Contains(character));
}
