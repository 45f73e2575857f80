using System;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KeyRotation.Sandbox.Errors;

/// <summary>What a member of a request must be like, and how AWS refuses one that is not.</summary>
internal static class MemberRules
{
    public static void Length(string member, string value, int least, int most)
    {
        if (value.Length < least)
        {
            throw AwsErrors.MustSatisfy(member, value, "have length greater than or equal to " + least);
        }

        if (value.Length > most)
        {
            throw AwsErrors.MustSatisfy(member, value, "have length less than or equal to " + most);
        }
    }

    public static int Number(string member, string text, int least, int most)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            throw new AwsErrorException("MalformedInput", 400, "Value '" + text + "' at '" + member + "' is not an integer");
        }

        return value < least ? throw AwsErrors.MustSatisfy(member, text, "have value greater than or equal to " + least)
            : value > most ? throw AwsErrors.MustSatisfy(member, text, "have value less than or equal to " + most)
            : value;
    }

    public static void Pattern(string member, string value, string asDocumented, string exactly)
    {
        if (!Matches(value, exactly))
        {
            throw AwsErrors.MustSatisfy(member, value, "satisfy regular expression pattern: " + asDocumented);
        }
    }

    /// <summary>The name of a user or a role.</summary>
    public static void Name(string member, string name, int most)
    {
        ArgumentNullException.ThrowIfNull(name, member);
        Length(member, name, 1, most);

        // IAM's \w is Java's: ASCII alone.
        if (!Matches(name, @"^[A-Za-z0-9_+=,.@-]+\z"))
        {
            throw AwsErrors.Validation(
                "The specified value for " + member + " is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
        }
    }

    public static bool Matches(string value, string pattern) =>
        Regex.IsMatch(value, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
