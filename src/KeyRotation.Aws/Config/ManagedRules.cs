using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace KeyRotation.Aws.Config;

/// <summary>The managed rules of AWS Config that concern access keys: their identifiers and the parameters with their days (AWS Config Developer Guide, "List of AWS Config Managed Rules").</summary>
internal static class ManagedRules
{
    private const int DefaultDays = 90;

    /// <summary>A limit above it, some 2,700 years, is taken for unreadable: no time can be that far away.</summary>
    private const int MostDays = 1_000_000;

    private static readonly IReadOnlyList<(ConfigRuleKind Kind, string Identifier, string? DaysParameter)> All =
    [
        (ConfigRuleKind.Rotated, "ACCESS_KEYS_ROTATED", "maxAccessKeyAge"),
        (ConfigRuleKind.Unused, "IAM_USER_UNUSED_CREDENTIALS_CHECK", "maxCredentialUsageAge"),
        (ConfigRuleKind.Root, "IAM_ROOT_ACCESS_KEY_CHECK", null),
    ];

    /// <summary>The kind of rule that an identifier means; null for one that does not concern access keys.</summary>
    public static ConfigRuleKind? KindOf(string? identifier) =>
        All.Where(rule => rule.Identifier == identifier).Select(rule => (ConfigRuleKind?)rule.Kind).FirstOrDefault();

    public static string IdentifierOf(ConfigRuleKind kind) => All.First(rule => rule.Kind == kind).Identifier;

    /// <summary>The parameters of a rule as one text; null where it has none.</summary>
    public static string? ParametersOf(ConfigRuleKind kind, int? days) =>
        All.First(rule => rule.Kind == kind).DaysParameter is string name && days is int limit
            ? $$"""{"{{name}}":"{{limit.ToString(CultureInfo.InvariantCulture)}}"}"""
            : null;

    /// <summary>The days in the parameters of a rule, which AWS writes as a text or as a number; null where there are none. A rule without the parameter goes by the 90 days of AWS's default.</summary>
    public static int? DaysOf(ConfigRuleKind kind, string? parameters)
    {
        if (All.First(rule => rule.Kind == kind).DaysParameter is not string name)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(string.IsNullOrWhiteSpace(parameters) ? "{}" : parameters!);
            return document.RootElement.ValueKind != JsonValueKind.Object ? null
                : !document.RootElement.TryGetProperty(name, out JsonElement value) ? DefaultDays
                : int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days <= MostDays ? days
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
