using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Json;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>The filters of DescribeParameters that are known here: Name, Type, KeyId and tags; equal, beginning with or containing a value.</summary>
internal static class ParameterFilter
{
    private const string TagPrefix = "tag:";

    /// <exception cref="AwsErrorException">InvalidFilterKey or InvalidFilterOption.</exception>
    public static Func<ParameterRecord, bool> Parse(JsonMembers filter)
    {
        var valueOf = ValueOf(filter.RequiredText("Key"));
        var matches = Option(filter.Text("Option"));
        var values = filter.Texts("Values") ?? [];
        return parameter => valueOf(parameter) is { } value && (values.Count == 0 || values.Any(wanted => matches(value, wanted)));
    }

    private static Func<ParameterRecord, string?> ValueOf(string key) => key switch
    {
        "Name" => parameter => parameter.Name,
        "Type" => parameter => parameter.Type,
        "KeyId" => parameter => parameter.Newest.KeyId,
        _ when key.StartsWith(TagPrefix, StringComparison.Ordinal) => parameter => parameter.Tags.GetValueOrDefault(key[TagPrefix.Length..]),
        _ => throw ParameterErrors.InvalidFilterKey(),
    };

    private static Func<string, string, bool> Option(string? option) => option switch
    {
        null or "Equals" => (value, wanted) => string.Equals(value, wanted, StringComparison.Ordinal),
        "BeginsWith" => (value, wanted) => value.StartsWith(wanted, StringComparison.Ordinal),
        "Contains" => (value, wanted) => value.Contains(wanted, StringComparison.Ordinal),
        _ => throw ParameterErrors.InvalidFilterOption(option),
    };
}
