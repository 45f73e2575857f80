using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Sandbox.Services;

/// <summary>Which names and tags IAM takes, and how it refuses the others.</summary>
internal static class Rules
{
    private const string TagPattern = @"[\p{L}\p{Z}\p{N}_.:/=+\-@]";

    public static void NewUserName(string name) => Name("userName", name, 64);

    public static void NewRoleName(string name) => Name("roleName", name, 64);

    public static void ExistingUserName(string name) => Name("userName", name, 128);

    public static void AccessKeyId(string id)
    {
        Length("accessKeyId", id, 16, 128);
        Pattern("accessKeyId", id, @"[\w]+", @"^[A-Za-z0-9_]+\z");
    }

    public static void SessionName(string name)
    {
        Length("roleSessionName", name, 2, 64);
        Pattern("roleSessionName", name, @"[\w+=,.@-]*", @"^[A-Za-z0-9_+=,.@-]*\z");
    }

    public static void Path(string path)
    {
        Length("path", path, 1, 512);
        if (!Matches(path, @"^(/|/[!-~]+/)\z"))
        {
            throw AwsErrors.Validation(
                "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
        }
    }

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

    public static void Tags(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        Count("tags", tags.Count);
        for (var i = 0; i < tags.Count; i++)
        {
            var member = "tags." + (i + 1).ToString(CultureInfo.InvariantCulture) + ".member.";
            TagText(member + "key", tags[i].Key, 1, 128);
            TagText(member + "value", tags[i].Value, 0, 256);
            NotReserved(tags[i].Key);
        }

        if (tags.Select(tag => tag.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count() < tags.Count)
        {
            throw AwsErrors.InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
    }

    public static void TagKeys(IReadOnlyList<string> keys)
    {
        Count("tagKeys", keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            TagText("tagKeys." + (i + 1).ToString(CultureInfo.InvariantCulture) + ".member", keys[i], 1, 128);
            NotReserved(keys[i]);
        }
    }

    private static void Count(string member, int count)
    {
        if (count > SandboxAccount.MostTagsPerUser)
        {
            throw AwsErrors.MustSatisfy(member, "[" + count + " members]", "have length less than or equal to " + SandboxAccount.MostTagsPerUser);
        }
    }

    private static void NotReserved(string key)
    {
        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            throw AwsErrors.InvalidInput("Tag keys beginning with 'aws:' are reserved for AWS use. They cannot be added, edited or removed.");
        }
    }

    private static void TagText(string member, string value, int least, int most)
    {
        ArgumentNullException.ThrowIfNull(value, member);
        Length(member, value, least, most);
        var repeat = least == 0 ? "*" : "+";
        Pattern(member, value, TagPattern + repeat, "^" + TagPattern + repeat + @"\z");
    }

    private static void Name(string member, string name, int most)
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

    private static void Pattern(string member, string value, string asDocumented, string exactly)
    {
        if (!Matches(value, exactly))
        {
            throw AwsErrors.MustSatisfy(member, value, "satisfy regular expression pattern: " + asDocumented);
        }
    }

    private static bool Matches(string value, string pattern) =>
        Regex.IsMatch(value, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
