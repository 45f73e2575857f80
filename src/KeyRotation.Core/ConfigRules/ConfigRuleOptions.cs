using System;
using System.Collections.Generic;

namespace KeyRotation.ConfigRules;

/// <summary>The rule of AWS Config that there should be.</summary>
public sealed record ConfigRuleOptions
{
    /// <summary>What it asks for. Default: that keys are rotated.</summary>
    public ConfigRuleKind Kind { get; init; } = ConfigRuleKind.Rotated;

    /// <summary>Its limit in days; null for the usual one: 90 for keys, 45 for unused credentials (CIS AWS Foundations from 1.4.0 on), none for root.</summary>
    public int? Days { get; init; }

    /// <summary>Its name; null for AWS's own name of such a rule.</summary>
    public string? Name { get; init; }

    /// <summary>The tags of a new rule.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The rule as it should be.</summary>
    /// <exception cref="KeyRotationException">The rule on root was given days.</exception>
    internal ConfigRule ToRule()
    {
        (string name, int? days) = Kind switch
        {
            ConfigRuleKind.Rotated => ("access-keys-rotated", (int?)90),
            ConfigRuleKind.Unused => ("iam-user-unused-credentials-check", 45),
            _ => ("iam-root-access-key-check", null),
        };
        return Kind == ConfigRuleKind.Root && Days is not null
            ? throw ConfigRuleFailures.RootHasNoDays()
            : new ConfigRule(Name ?? name, Kind) { Days = Days ?? days };
    }
}
