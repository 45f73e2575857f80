using System;
using System.Management.Automation;
using KeyRotation.Commands.Pipeline;

namespace KeyRotation.Commands.Parameters;

/// <summary>Names of users with wildcards.</summary>
internal static class UserNamePattern
{
    public static bool IsPattern(string name) => WildcardPattern.ContainsWildcardCharacters(name);

    /// <summary>The pattern. The engine notices an invalid one when it is first used, which would be after the first calls.</summary>
    public static WildcardPattern Parse(PSCmdlet cmdlet, string name)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        try
        {
            _ = pattern.IsMatch(string.Empty);
        }
        catch (WildcardPatternException problem)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.UserNamePatternInvalid(name, problem));
        }

        return pattern;
    }

    /// <summary>How names are compared with a pattern; null for what is a name itself.</summary>
    public static Func<string, bool>? MatcherOf(string name) => IsPattern(name) ? WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch : null;
}
