using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KeyRotation.Tests.Guardrails;

/// <summary>
/// A call to IAM by an invented caller, and whether a policy denies it: an evaluation after the IAM User Guide that shares nothing with the code
/// under test. An operator that it does not know is a failure of the test.
/// </summary>
public sealed record InventedCall(string Action, string CallerArn, string UserArn)
{
    public IReadOnlyDictionary<string, string> CallerTags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> UserTags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The keys of the tags that the call sets or removes.</summary>
    public IReadOnlyList<string> TagKeys { get; init; } = [];

    public bool IsDeniedBy(string policy)
    {
        using JsonDocument document = JsonDocument.Parse(policy);
        return document.RootElement.GetProperty("Statement").EnumerateArray().Any(IsDeniedBy);
    }

    private bool IsDeniedBy(JsonElement statement) =>
        statement.GetProperty("Effect").GetString() == "Deny"
        && Texts(statement.GetProperty(nameof(Action))).Any(pattern => Like(pattern, Action, RegexOptions.IgnoreCase))
        && Texts(statement.GetProperty("Resource")).Any(pattern => Like(pattern, UserArn))
        && statement.GetProperty("Condition").EnumerateObject().All(test => test.Value.EnumerateObject().All(key => IsMet(test.Name, key.Name, Texts(key.Value))));

    private bool IsMet(string test, string key, string[] wanted)
    {
        IReadOnlyList<string> values = Values(key);
        return test switch
        {
            "StringNotEquals" => !values.Any(value => wanted.Contains(value, StringComparer.Ordinal)),
            "ArnNotLike" => !values.Any(value => wanted.Any(pattern => LikeArn(pattern, value))),
            "ForAnyValue:StringLike" => values.Any(value => wanted.Any(pattern => Like(pattern, value))),
            _ => throw new NotSupportedException(test),
        };
    }

    private IReadOnlyList<string> Values(string key) => key switch
    {
        "aws:PrincipalArn" => [CallerArn],
        "aws:TagKeys" => TagKeys,
        _ when key.StartsWith("aws:PrincipalTag/", StringComparison.Ordinal) => Tag(CallerTags, key),
        _ when key.StartsWith("iam:ResourceTag/", StringComparison.Ordinal) => Tag(UserTags, key),
        _ => throw new NotSupportedException(key),
    };

    private static List<string> Tag(IReadOnlyDictionary<string, string> tags, string key) =>
        tags.Where(tag => string.Equals(tag.Key, key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..], StringComparison.OrdinalIgnoreCase)).Select(tag => tag.Value).ToList();

    private static bool LikeArn(string pattern, string arn)
    {
        string[] parts = pattern.Split(':', 6);
        string[] own = arn.Split(':', 6);
        return parts.Length == own.Length && parts.Zip(own).All(pair => Like(pair.First, pair.Second));
    }

    private static bool Like(string pattern, string text, RegexOptions options = RegexOptions.None) =>
        Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", options, TimeSpan.FromSeconds(1));

    private static string[] Texts(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString()!).ToArray() : [value.GetString()!];
}
