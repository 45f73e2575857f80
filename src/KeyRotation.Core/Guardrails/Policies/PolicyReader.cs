using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using KeyRotation.Json;

namespace KeyRotation.Guardrails.Policies;

/// <summary>Reads the statements of a policy.</summary>
internal static class PolicyReader
{
    private static readonly string[] Known = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>The statements of a policy.</summary>
    /// <param name="text">The policy as JSON.</param>
    /// <exception cref="InvalidDataException">It is no policy.</exception>
    public static IReadOnlyList<PolicyStatement> Read(string text)
    {
        List<JsonItem> items = new JsonReader(new StringReader(text)).Read().Take(2).ToList();
        JsonItem? statements = items.Count == 1 ? items[0]["Statement"] : null;
        return statements is null ? throw new InvalidDataException("it is not a JSON object with statements")
            : (statements.IsObject ? [statements] : statements.Items).Select(Statement).ToList();
    }

    private static PolicyStatement Statement(JsonItem item)
    {
        string? effect = item["Effect"]?.Text;
        bool hasActions = item["Action"] is null != item["NotAction"] is null;
        bool hasResources = item["Resource"] is null || item["NotResource"] is null;
        return effect is not ("Allow" or "Deny") || !hasActions || !hasResources
            ? throw new InvalidDataException($"the statement in line {item.Line} has no effect, no action, or too many of them")
            : new PolicyStatement
            {
                IsDeny = effect == "Deny",
                Actions = Texts(item["Action"] ?? item["NotAction"]!),
                IsNotAction = item["NotAction"] is not null,
                Resources = (item["Resource"] ?? item["NotResource"]) is JsonItem resources ? Texts(resources) : ["*"],
                IsNotResource = item["NotResource"] is not null,
                Conditions = Conditions(item["Condition"]),
                UnknownMember = item.Members.Select(member => member.Key).FirstOrDefault(name => !Known.Contains(name, StringComparer.OrdinalIgnoreCase)),
            };
    }

    private static List<StatementCondition> Conditions(JsonItem? item) => item is null
        ? []
        : item.Members.SelectMany(test => test.Value.Members.Select(key => new StatementCondition(test.Key, key.Key, Texts(key.Value)))).ToList();

    private static List<string> Texts(JsonItem item) => (item.Text is null ? item.Items : [item])
        .Select(value => value.Text ?? throw new InvalidDataException($"the value in line {value.Line} is not a text"))
        .ToList();
}
