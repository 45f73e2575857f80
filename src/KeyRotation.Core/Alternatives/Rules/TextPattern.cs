using System;
using System.Text.RegularExpressions;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Patterns of what clients call themselves and of names.</summary>
internal static class TextPattern
{
    public static Regex Of(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>What a pattern finds in a user agent, as evidence; null where it finds nothing.</summary>
    public static string? SignIn(Regex pattern, string agent) => pattern.Match(agent) is { Success: true } found ? found.Value + " in the user agent" : null;
}
