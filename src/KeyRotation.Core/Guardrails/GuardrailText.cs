using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using KeyRotation.Export;
using KeyRotation.Journal;

namespace KeyRotation.Guardrails;

/// <summary>
/// Writes the service control policy that denies the creation of access keys. A negated operator such as StringNotEquals is also met
/// where the tag is not there, so that a deny with it holds for everyone who has no tag (IAM User Guide, "Condition operators").
/// </summary>
public static class GuardrailText
{
    private const string CreateKey = "iam:CreateAccessKey";
    private const string DefaultPartition = "aws";

    /// <summary>A user can be created with tags, too.</summary>
    private static readonly string[] TaggingOfUsers = ["iam:CreateUser", "iam:TagUser", "iam:UntagUser"];

    /// <summary><c>aws:PrincipalArn</c> of a session is the ARN of the role, with its path, and not the one that GetCallerIdentity gives.</summary>
    private static readonly Regex RoleArn = Form(@"^arn:(?<partition>aws[a-z-]*):iam::(?:[0-9]{12}|[0-9?]*\*[0-9?*]*):role/[A-Za-z0-9_+=,.@/*?-]+$");

    private static readonly Regex SessionArn = Form(@"^arn:aws[a-z-]*:sts::[0-9*?]{1,12}:assumed-role/");

    private static readonly Regex UserPathForm = Form(@"^(?:[A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]+$");

    /// <summary>What IAM takes for tags.</summary>
    private static readonly Regex TagText = Form(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$");

    /// <summary>The policy as JSON.</summary>
    /// <param name="options">What it denies.</param>
    /// <returns>With line breaks where it is small enough to have them, else without.</returns>
    /// <exception cref="KeyRotationException">What was given cannot be in a policy, or the policy would be too large.</exception>
    public static string Of(GuardrailOptions options)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        string partition = Check(options);
        var statements = new List<JsonObject> { DenyKeys(options, partition) };
        if (options.ProtectsJournal)
        {
            statements.Add(DenyJournal(options));
        }

        string text = JsonText.Of(new JsonObject { { "Version", "2012-10-17" }, { "Statement", statements } }, keepNulls: false).TrimEnd('\n');
        string policy = Encoding.UTF8.GetByteCount(text) <= GuardrailOptions.LargestPolicy ? text : WithoutSpace(text);
        int size = Encoding.UTF8.GetByteCount(policy);
        return size <= GuardrailOptions.LargestPolicy ? policy : throw GuardrailFailures.TooLarge(size);
    }

    private static JsonObject DenyKeys(GuardrailOptions options, string partition)
    {
        string key = (options.TagOf == TagOwner.Principal ? "aws:PrincipalTag/" : "iam:ResourceTag/") + options.TagName;
        var conditions = new JsonObject { { "StringNotEquals", new JsonObject { { key, options.TagValue } } } };
        AddExceptions(conditions, options);
        return new JsonObject
        {
            { "Sid", "DenyAccessKeysWithoutTag" },
            { "Effect", "Deny" },
            { "Action", CreateKey },
            { "Resource", options.UserPath is null ? "*" : $"arn:{partition}:iam::*:user/{options.UserPath.Trim('/')}/*" },
            { "Condition", conditions },
        };
    }

    private static JsonObject DenyJournal(GuardrailOptions options)
    {
        var conditions = new JsonObject { { "ForAnyValue:StringLike", new JsonObject { { "aws:TagKeys", JournalTags.Prefix + "*" } } } };
        AddExceptions(conditions, options);
        return new JsonObject
        {
            { "Sid", "ProtectKeyRotationJournal" },
            { "Effect", "Deny" },
            { "Action", TaggingOfUsers },
            { "Resource", "*" },
            { "Condition", conditions },
        };
    }

    private static void AddExceptions(JsonObject conditions, GuardrailOptions options)
    {
        if (options.ExceptedRoleArns.Count > 0)
        {
            conditions.Add("ArnNotLike", new JsonObject { { "aws:PrincipalArn", options.ExceptedRoleArns.Distinct(StringComparer.Ordinal).ToList() } });
        }
    }

    /// <summary>Refuses what would make another policy than it seems, and gives the partition.</summary>
    private static string Check(GuardrailOptions options)
    {
        if (options.TagName.Length is 0 or > 128 || options.TagValue.Length > 256 || !TagText.IsMatch(options.TagName) || !TagText.IsMatch(options.TagValue) || options.TagName.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            throw GuardrailFailures.NotATag(options.TagName, options.TagValue);
        }

        if (options.UserPath is string path && !UserPathForm.IsMatch(path.Trim('/')))
        {
            throw GuardrailFailures.NotAPath(path);
        }

        if (options.ProtectsJournal && options.ExceptedRoleArns.Count == 0)
        {
            throw GuardrailFailures.RotatorMissing();
        }

        string? partition = options.Partition;
        foreach (string arn in options.ExceptedRoleArns)
        {
            Match form = RoleArn.Match(arn);
            string own = form.Success ? form.Groups["partition"].Value : throw GuardrailFailures.NotARole(arn, SessionArn.IsMatch(arn));
            partition ??= own;
            if (own != partition)
            {
                throw GuardrailFailures.AnotherPartition(arn, partition);
            }
        }

        return partition ?? DefaultPartition;
    }

    /// <summary>JSON without the white space between its parts. No text in it has a quotation mark: what was given is checked for it.</summary>
    private static string WithoutSpace(string json)
    {
        var text = new StringBuilder();
        bool isInString = false;
        foreach (char c in json)
        {
            isInString ^= c == '"';
            if (isInString || !char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    private static Regex Form(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
