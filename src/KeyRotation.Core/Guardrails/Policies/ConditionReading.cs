using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Guardrails.Policies;

/// <summary>
/// What a condition of a deny means for who creates an access key. Understood is what leaves somebody out (a negated operator on a tag or on the ARN of
/// the caller), and what holds for root users alone; everything else is not.
/// </summary>
internal sealed class ConditionReading
{
    private const string CallerArn = "aws:PrincipalArn";
    private const string IfExists = "IfExists";

    private static readonly (string Prefix, string Whose)[] TagKeys =
    [
        ("aws:PrincipalTag/", "callers"),
        ("iam:ResourceTag/", "keys of users"),
        ("aws:ResourceTag/", "keys of users"),
    ];

    private ConditionReading()
    {
    }

    /// <summary>Whom it leaves out; null for nobody.</summary>
    public KeyExemption? Exemption { get; private init; }

    /// <summary>Whether it holds for root users alone, who are no IAM users.</summary>
    public bool IsForRootOnly { get; private init; }

    public bool IsUnderstood => Exemption is not null || IsForRootOnly;

    public static ConditionReading Of(StatementCondition condition)
    {
        if (PolicyPattern.HasVariable(condition.Values) || condition.Values.Count == 0)
        {
            return new ConditionReading();
        }

        // A negated operator is met where the key is not there, with IfExists and without.
        string test = condition.Operator.EndsWith(IfExists, StringComparison.OrdinalIgnoreCase) ? condition.Operator.Substring(0, condition.Operator.Length - IfExists.Length) : condition.Operator;
        return string.Equals(condition.Key, CallerArn, StringComparison.OrdinalIgnoreCase) ? OfCaller(test, condition.Values) : OfTag(test, condition.Key, condition.Values);
    }

    private static ConditionReading OfCaller(string test, IReadOnlyList<string> arns)
    {
        Func<string, string, bool>? compare = Named(test) switch
        {
            "arnnotlike" or "arnnotequals" => PolicyPattern.MatchesArn,
            "stringnotlike" => (pattern, arn) => PolicyPattern.Matches(pattern, arn),
            "stringnotequals" => (value, arn) => value == arn,
            "stringnotequalsignorecase" => (value, arn) => string.Equals(value, arn, StringComparison.OrdinalIgnoreCase),
            _ => null,
        };
        return compare is not null
            ? new ConditionReading { Exemption = new KeyExemption("callers " + string.Join(", ", arns), user => arns.Any(arn => compare(arn, user.Arn))) }
            : new ConditionReading { IsForRootOnly = Named(test) is "arnlike" or "arnequals" or "stringlike" or "stringequals" && arns.All(arn => arn.EndsWith(":root", StringComparison.Ordinal)) };
    }

    private static ConditionReading OfTag(string test, string key, IReadOnlyList<string> values)
    {
        (string prefix, string whose) = TagKeys.FirstOrDefault(known => key.StartsWith(known.Prefix, StringComparison.OrdinalIgnoreCase));
        if (prefix is null)
        {
            return new ConditionReading();
        }

        string name = key.Substring(prefix.Length);
        Func<string, bool>? isMet = Named(test) switch
        {
            "stringnotequals" => tag => values.Contains(tag, StringComparer.Ordinal),
            "stringnotequalsignorecase" => tag => values.Contains(tag, StringComparer.OrdinalIgnoreCase),
            "stringnotlike" => tag => values.Any(pattern => PolicyPattern.Matches(pattern, tag)),
            "null" when values.All(value => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase)) => _ => true,
            _ => null,
        };
        return isMet is null ? new ConditionReading() : new ConditionReading
        {
            Exemption = new KeyExemption(
                $"{whose} with the tag {name}{(Named(test) == "null" ? string.Empty : " = " + string.Join(" or ", values))}",
                user => user.HasTag(name, isMet)) { NeedsTags = true },
        };
    }

#pragma warning disable CA1308 // Operators are compared without regard to case; nothing is written of them.
    private static string Named(string test) => test.ToLowerInvariant();
#pragma warning restore CA1308
}
