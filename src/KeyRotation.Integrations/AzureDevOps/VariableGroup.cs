using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using KeyRotation.Integrations.Http;

namespace KeyRotation.Integrations.AzureDevOps;

/// <summary>A variable group as Azure DevOps shows it. A class and not a record: nothing prints a value.</summary>
internal sealed class VariableGroup
{
    private static readonly string[] Parameters = ["name", "description", "type", "providerData", "variableGroupProjectReferences"];

    private readonly JsonObject members;

    private VariableGroup(JsonObject members, long id)
    {
        this.members = members;
        Id = id;
    }

    public long Id { get; }

    public string Name => ServiceAnswer.TextOf(members["name"]) ?? string.Empty;

    /// <summary>Vsts for a group with variables of its own.</summary>
    public string Type => ServiceAnswer.TextOf(members["type"]) ?? string.Empty;

    private JsonObject Variables => members["variables"] as JsonObject ?? [];

    /// <summary>The group in an answer; null where it is none.</summary>
    /// <param name="node">What was answered.</param>
    public static VariableGroup? Of(JsonNode? node) =>
        node is JsonObject members && members["id"] is JsonValue value && value.TryGetValue(out long id) && members["variables"] is JsonObject && members["variableGroupProjectReferences"] is JsonArray
            ? new VariableGroup(members, id)
            : null;

    /// <summary>A variable; null where it is not there. Upper and lower case are the same.</summary>
    /// <param name="name">Its name.</param>
    public GroupVariable? Find(string name) => NameOf(name) is string known ? new GroupVariable(Variables[known]!) : null;

    /// <summary>
    /// What is sent to change variables: the whole group. A secret variable without a value keeps the one that it has, as in the example of
    /// https://learn.microsoft.com/rest/api/azure/devops/distributedtask/variablegroups/update.
    /// </summary>
    /// <param name="changes">The variables by their names; null takes one away.</param>
    public JsonObject With(IEnumerable<KeyValuePair<string, JsonObject?>> changes)
    {
        var variables = (JsonObject)Variables.DeepClone();
        foreach (KeyValuePair<string, JsonObject?> change in changes)
        {
            string name = NameOf(change.Key) ?? change.Key;
            variables.Remove(name);
            if (change.Value is not null)
            {
                variables[name] = change.Value.DeepClone();
            }
        }

        var body = new JsonObject { ["variables"] = variables };
        foreach (string name in Parameters.Where(members.ContainsKey))
        {
            body[name] = members[name]?.DeepClone();
        }

        return body;
    }

    /// <summary>The names of variables that are not as they were sent, of those that were not to be changed.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="changed">The names of those that were changed.</param>
    public IReadOnlyList<string> DifferencesTo(JsonObject sent, IReadOnlyCollection<string> changed)
    {
        var before = (JsonObject)sent["variables"]!;
        return [.. before.Select(variable => variable.Key).Union(Variables.Select(variable => variable.Key), StringComparer.OrdinalIgnoreCase)
            .Except(changed, StringComparer.OrdinalIgnoreCase)
            .Where(name => !GroupVariable.AreSame(before[name], Variables[name]))
            .Order(StringComparer.Ordinal)];
    }

    private string? NameOf(string name) => Variables.Select(variable => variable.Key).FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A variable of a group. A class and not a record: nothing prints a value.</summary>
internal sealed class GroupVariable
{
    private readonly JsonNode node;

    public GroupVariable(JsonNode node) => this.node = node;

    /// <summary>Whether it is a secret, whose value nobody can read.</summary>
    public bool IsSecret => ServiceAnswer.TruthOf(Members?["isSecret"]) == true;

    /// <summary>The value; null for a secret.</summary>
    public string? Text => ServiceAnswer.TextOf(Members?["value"]);

    private JsonObject? Members => node as JsonObject;

    /// <summary>The variable as it is, to put it back.</summary>
    public JsonObject? Copy() => Members?.DeepClone() as JsonObject;

    /// <summary>The variable with another value; whether it may be changed for a run stays.</summary>
    /// <param name="former">The variable; null for a new one.</param>
    /// <param name="text">The value.</param>
    /// <param name="isSecret">Whether it is a secret.</param>
    public static JsonObject With(GroupVariable? former, string text, bool isSecret)
    {
        JsonObject members = former?.Copy() ?? [];
        members["value"] = text;
        members["isSecret"] = isSecret;
        return members;
    }

    /// <summary>Whether two variables are the same, as far as can be seen.</summary>
    public static bool AreSame(JsonNode? one, JsonNode? other) => one is null || other is null
        ? one is null && other is null
        : new GroupVariable(one) is var first && new GroupVariable(other) is var second && first.IsSecret == second.IsSecret && (first.IsSecret || first.Text == second.Text);
}
