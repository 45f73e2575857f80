using System.Linq;

namespace KeyRotation.Compromise;

/// <summary>A text of a finding or a report as evidence may hold it: one line, not long, and without a secret.</summary>
internal static class EvidenceText
{
    private const int Longest = 300;

    public static string? Line(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string line = string.Join(" ", ForeignText.Clean(text).Split(['\r', '\n', '\t', ' '], System.StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : line.Substring(0, Longest) + "…";
    }

    /// <summary>A name of a file, a commit or a finding, which is kept as it is but for what controls a terminal.</summary>
    public static string Name(string text)
    {
        string name = string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
        return name.Length <= 2 * Longest ? name : name.Substring(0, 2 * Longest) + "…";
    }
}
