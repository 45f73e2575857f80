using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Guardrails.Policies;

/// <summary>The wildcards of policies: * for any characters, ? for one.</summary>
internal static class PolicyPattern
{
    private const int PartsOfArn = 6;

    /// <summary>Whether a text matches a pattern as a whole.</summary>
    public static bool Matches(string pattern, string text, bool ignoreCase = false)
    {
        (int p, int t, int star, int resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || AreEqual(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.Skip(p).All(rest => rest == '*');
    }

    /// <summary>Whether an ARN matches a pattern as ArnLike compares: each of the six parts for itself.</summary>
    public static bool MatchesArn(string pattern, string arn)
    {
        if (pattern == "*")
        {
            return true;
        }

        string[] parts = pattern.Split([':'], PartsOfArn);
        string[] own = arn.Split([':'], PartsOfArn);
        return parts.Length == own.Length && parts.Zip(own, (part, text) => Matches(part, text)).All(matches => matches);
    }

    /// <summary>Whether it has a variable, whose value the request has.</summary>
    public static bool HasVariable(IEnumerable<string> patterns) => patterns.Any(pattern => pattern.Contains("${"));

    private static bool AreEqual(char left, char right, bool ignoreCase) => left == right || (ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
