using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Export;

/// <summary>
/// The id of a finding: the same for the same control, account and user at every run, so that importing again updates
/// what was imported before. AWS and OCSF leave its form to who makes it; Security Hub takes 512 characters.
/// </summary>
internal static class FindingId
{
    public const int MaxLength = 512;

    public static string Of(ControlResult result) =>
        Shortened($"keyrotation/{result.AccountId}/{Generator(result)}/{VisibleText.Of(result.UserName)}");

    /// <summary>What made the finding: benchmark and control, as one word.</summary>
    public static string Generator(ControlResult result) => $"{Word(result.Benchmark)}/{Word(result.ControlId)}";

    private static string Word(string text)
    {
        var word = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            word.Append(char.IsLetterOrDigit(c) || c == '.' ? char.ToLowerInvariant(c) : '-');
        }

        return word.ToString().Trim('-');
    }

    private static string Shortened(string id)
    {
        if (id.Length <= MaxLength)
        {
            return id;
        }

#if NET8_0_OR_GREATER
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(id));
#else
        using var sha = SHA256.Create();
        byte[] digest = sha.ComputeHash(Encoding.UTF8.GetBytes(id));
#endif
        var end = new StringBuilder("~");
        foreach (byte part in digest)
        {
            end.Append(part.ToString("x2", CultureInfo.InvariantCulture));
        }

        return VisibleText.Cut(id, MaxLength - end.Length, mark: string.Empty) + end;
    }
}
