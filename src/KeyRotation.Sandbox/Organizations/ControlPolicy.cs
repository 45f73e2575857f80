using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;
using System.Text.Json;

namespace KeyRotation.Sandbox.Organizations;

/// <summary>A service control policy. Of what it says, the denials are followed; what is not known of a condition is taken as not met.</summary>
internal sealed class ControlPolicy
{
    private readonly JsonElement[] statements;

    /// <exception cref="ArgumentException">The content is no JSON object with statements.</exception>
    public ControlPolicy(string id, string name, string arn, string content)
    {
        Id = id;
        Name = name;
        Arn = arn;
        Content = content;
        statements = Read(content);
    }

    public string Id { get; }

    public string Name { get; }

    public string Arn { get; }

    public string Content { get; }

    public bool Denies(ControlledCall call) => statements.Any(statement =>
        statement.GetProperty("Effect").GetString() == "Deny"
        && Covers(statement, "Action", call.Action, ignoreCase: true)
        && Covers(statement, "Resource", call.Resource, ignoreCase: false)
        && (!statement.TryGetProperty("Condition", out var condition) || condition.EnumerateObject().All(test => test.Value.EnumerateObject().All(key => IsMet(test.Name, key, call)))));

    private static JsonElement[] Read(string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var found = document.RootElement.GetProperty("Statement").Clone();
            return found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().ToArray() : [found];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ArgumentException("The provided policy document does not meet the requirements of the specified policy type.", nameof(content), problem);
        }
    }

    private static bool Covers(JsonElement statement, string member, string text, bool ignoreCase) =>
        statement.TryGetProperty(member, out var named) ? Texts(named).Any(pattern => Like(pattern, text, ignoreCase))
        : !statement.TryGetProperty("Not" + member, out var left) || !Texts(left).Any(pattern => Like(pattern, text, ignoreCase));

    private static bool IsMet(string test, JsonProperty key, ControlledCall call)
    {
        var wanted = Texts(key.Value).ToArray();
        var isThere = call.Context.TryGetValue(key.Name, out var values);
        if (test == "Null")
        {
            return wanted.Contains("true", StringComparer.Ordinal) != isThere;
        }

        return test switch
        {
            "StringEquals" or "ArnEquals" => isThere && Any(values!, wanted, string.Equals),
            "StringLike" or "ArnLike" => isThere && Any(values!, wanted, Like),
            "StringNotEquals" or "ArnNotEquals" => !isThere || !Any(values!, wanted, string.Equals),
            "StringNotLike" or "ArnNotLike" => !isThere || !Any(values!, wanted, Like),
            "ForAnyValue:StringLike" => isThere && Any(values!, wanted, Like),
            _ => false,
        };
    }

    private static bool Any(IReadOnlyList<string> values, string[] wanted, Func<string, string, bool> matches) => values.Any(value => wanted.Any(pattern => matches(pattern, value)));

    private static bool Like(string pattern, string text) => Like(pattern, text, ignoreCase: false);

    private static bool Like(string pattern, string text, bool ignoreCase) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase);

    private static IEnumerable<string> Texts(JsonElement value) => (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value]).Select(item => item.ToString());
}
