using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Sandbox.Errors;

namespace KeyRotation.Sandbox.Iam;

/// <summary>Which names and tags IAM takes, and how it refuses the others.</summary>
internal static class IamRules
{
    private const string TagPattern = @"[\p{L}\p{Z}\p{N}_.:/=+\-@]";

    public static void NewUserName(string name) => MemberRules.Name("userName", name, 64);

    public static void ExistingUserName(string name) => MemberRules.Name("userName", name, 128);

    public static void AccessKeyId(string id)
    {
        MemberRules.Length("accessKeyId", id, 16, 128);
        MemberRules.Pattern("accessKeyId", id, @"[\w]+", @"^[A-Za-z0-9_]+\z");
    }

    public static void Path(string path)
    {
        MemberRules.Length("path", path, 1, 512);
        if (!MemberRules.Matches(path, @"^(/|/[!-~]+/)\z"))
        {
            throw AwsErrors.Validation(
                "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
        }
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
            throw IamErrors.InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
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
        if (count > IamStore.MostTagsPerUser)
        {
            throw AwsErrors.MustSatisfy(member, "[" + count + " members]", "have length less than or equal to " + IamStore.MostTagsPerUser);
        }
    }

    private static void NotReserved(string key)
    {
        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            throw IamErrors.InvalidInput("Tag keys beginning with 'aws:' are reserved for AWS use. They cannot be added, edited or removed.");
        }
    }

    private static void TagText(string member, string value, int least, int most)
    {
        ArgumentNullException.ThrowIfNull(value, member);
        MemberRules.Length(member, value, least, most);
        var repeat = least == 0 ? "*" : "+";
        MemberRules.Pattern(member, value, TagPattern + repeat, "^" + TagPattern + repeat + @"\z");
    }
}
