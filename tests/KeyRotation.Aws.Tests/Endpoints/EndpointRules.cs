using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeyRotation.Aws.Tests.Support;

namespace KeyRotation.Aws.Tests.Endpoints;

/// <summary>
/// AWS's own rules of where a service answers (endpoint-rule-set-1.json), worked out as its SDKs do: the oracle for our
/// short table.
/// </summary>
internal sealed partial class EndpointRules
{
    private readonly JsonElement ruleSet;

    public EndpointRules(string service) => ruleSet = ModelFiles.Read(service, "endpoint-rule-set-1.json.gz");

    /// <summary>The address and the signing region; an error of the rules is thrown.</summary>
    public (string Url, string SigningRegion) Resolve(string region, bool useFips, bool useDualStack)
    {
        var scope = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (JsonProperty parameter in ruleSet.GetProperty("parameters").EnumerateObject())
        {
            scope[parameter.Name] = parameter.Value.TryGetProperty("default", out JsonElement value) ? Literal(value) : null;
        }

        scope["Region"] = region;
        scope["UseFIPS"] = useFips;
        scope["UseDualStack"] = useDualStack;
        return FirstOf(ruleSet.GetProperty("rules"), scope, region) ?? throw new InvalidOperationException("No rule fits.");
    }

    private static (string Url, string SigningRegion)? FirstOf(JsonElement rules, Dictionary<string, object?> outer, string region)
    {
        foreach (JsonElement rule in rules.EnumerateArray())
        {
            var scope = new Dictionary<string, object?>(outer, StringComparer.Ordinal);
            if (!rule.GetProperty("conditions").EnumerateArray().All(condition => IsMet(condition, scope)))
            {
                continue;
            }

            return rule.GetProperty("type").GetString() switch
            {
                "tree" => FirstOf(rule.GetProperty("rules"), scope, region),
                "endpoint" => Endpoint(rule.GetProperty("endpoint"), scope, region),
                "error" => throw new InvalidOperationException((string)Value(rule.GetProperty("error"), scope)!),
                string other => throw new NotSupportedException($"There is no rule of type {other}."),
                null => throw new NotSupportedException("A rule has no type."),
            };
        }

        return null;
    }

    private static (string Url, string SigningRegion) Endpoint(JsonElement endpoint, Dictionary<string, object?> scope, string region)
    {
        string? signingRegion = endpoint.GetProperty("properties").TryGetProperty("authSchemes", out JsonElement schemes)
            ? (string?)Value(schemes[0].GetProperty("signingRegion"), scope)
            : null;
        return ((string)Value(endpoint.GetProperty("url"), scope)!, signingRegion ?? region);
    }

    private static bool IsMet(JsonElement condition, Dictionary<string, object?> scope)
    {
        object? result = Call(condition, scope);
        if (condition.TryGetProperty("assign", out JsonElement name))
        {
            scope[name.GetString()!] = result;
        }

        return result is not (null or false);
    }

    private static object? Call(JsonElement call, Dictionary<string, object?> scope)
    {
        object?[] arguments = call.GetProperty("argv").EnumerateArray().Select(argument => Value(argument, scope)).ToArray();
        return call.GetProperty("fn").GetString() switch
        {
            "isSet" => arguments[0] is not null,
            "not" => arguments[0] is not true,
            "booleanEquals" or "stringEquals" => Equals(arguments[0], arguments[1]),
            "getAttr" => ((IReadOnlyDictionary<string, object>)arguments[0]!)[(string)arguments[1]!],
            "aws.partition" => PartitionData.Of((string)arguments[0]!),
            string other => throw new NotSupportedException($"There is no function {other}."),
            null => throw new NotSupportedException("A call names no function."),
        };
    }

    private static object? Value(JsonElement value, Dictionary<string, object?> scope)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.TryGetProperty("ref", out JsonElement name) ? scope.GetValueOrDefault(name.GetString()!) : Call(value, scope);
        }

        return Literal(value) is string template ? Placeholder().Replace(template, match => Filled(match.Groups["name"].Value, scope)) : Literal(value);
    }

    private static string Filled(string placeholder, Dictionary<string, object?> scope)
    {
        string[] parts = placeholder.Split('#');
        object value = scope[parts[0]]!;
        return (string)(parts.Length == 1 ? value : ((IReadOnlyDictionary<string, object>)value)[parts[1]]);
    }

    private static object? Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new NotSupportedException($"{value.ValueKind} is no literal of the rules."),
    };

    [GeneratedRegex(@"\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
