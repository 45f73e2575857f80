using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Integrations.Tests.Services;

namespace KeyRotation.Integrations.Tests.AzureDevOps;

/// <summary>Variable groups of Azure DevOps, by the pages of version 7.1 of its API. A secret that comes without a value keeps the one that it has.</summary>
public sealed class AzureDevOpsServer : ServiceServer
{
    public const string Token = "canarycanarycanarycanarycanarycanarycanarycanary1234";

    private const RegexOptions Strict = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private static readonly Regex Route = new(@"^/acme(/(?<project>[^/_][^/]*))?/_apis/distributedtask/variablegroups(/(?<id>[0-9]+))?\?(groupName=(?<name>[^&]+)&)?api-version=7\.1$", Strict, TimeSpan.FromSeconds(1));

    private static readonly string[] Required = ["name", "type", "variables", "variableGroupProjectReferences"];
    private static readonly string[] VariableMembers = ["value", "isSecret", "isReadOnly"];

    public Uri Organization => new(Endpoint, "acme");

    /// <summary>The variables of the group 7, which is called aws, in the project billing.</summary>
    public IDictionary<string, GroupEntry> Variables { get; } = new Dictionary<string, GroupEntry>(StringComparer.OrdinalIgnoreCase) { ["OTHER"] = new("plain", IsSecret: false), ["PASSWORD"] = new("kept", IsSecret: true) };

    public string Type { get; set; } = "Vsts";

    /// <summary>The scheme that a token is taken with.</summary>
    public string Authorization { get; set; } = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(":" + Token));

    public void Put(string name, string value, bool isSecret) => Variables[name] = new GroupEntry(value, isSecret);

    internal override StubAnswer Act(StubRequest request)
    {
        if (request.Headers.GetValueOrDefault("Authorization") != Authorization)
        {
            return new StubAnswer(203, "<html>Sign in</html>") { ContentType = "text/html" };
        }

        Match route = Route.Match(request.Path);
        if (!route.Success)
        {
            return Problem(request, "there is no such path");
        }

        string project = route.Groups["project"].Value;
        if (project.Length > 0 && project != "billing")
        {
            return Json(404, """{"$id":"1","message":"VS800075: The project does not exist, or you do not have permission to access it.","typeName":"x","errorCode":0}""");
        }

        return (request.Method, route.Groups["id"].Value, route.Groups["name"].Value) switch
        {
            ("GET", "7", "") when project.Length > 0 => Json(200, Shown()),
            ("GET", { Length: > 0 }, "") when project.Length > 0 => Json(200, "null"),
            ("GET", "", { Length: > 0 } name) when project.Length > 0 => Json(200, new JsonObject { ["count"] = name == "aws" ? 1 : 0, ["value"] = new JsonArray(name == "aws" ? [Shown()] : []) }),
            ("PUT", "7", "") when project.Length == 0 => Update(request),
            _ => Problem(request, "there is no such operation"),
        };
    }

    private StubAnswer Update(StubRequest request)
    {
        if (Body(request, Required, "description", "providerData") is not JsonObject body || body["variables"] is not JsonObject variables || body["variableGroupProjectReferences"] is not JsonArray { Count: 1 })
        {
            return Problem(request, "the group is not whole");
        }

        var next = new Dictionary<string, GroupEntry>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, JsonNode? node) in variables)
        {
            if (node is not JsonObject variable || variable.Any(member => !VariableMembers.Contains(member.Key)))
            {
                return Problem(request, $"the variable {name} has members that there are not");
            }

            bool isSecret = variable["isSecret"]?.GetValue<bool>() == true;
            string? value = Text(variable["value"]) ?? (isSecret && Variables.TryGetValue(name, out GroupEntry? kept) && kept.IsSecret ? kept.Value : null);
            if (value is null)
            {
                return Problem(request, $"the variable {name} has no value");
            }

            next[name] = new GroupEntry(value, isSecret) { IsReadOnly = variable["isReadOnly"]?.GetValue<bool>() == true };
        }

        Variables.Clear();
        foreach (KeyValuePair<string, GroupEntry> variable in next)
        {
            Variables.Add(variable.Key, variable.Value);
        }

        NextTime();
        return Json(200, Shown());
    }

    private JsonObject Shown()
    {
        var variables = new JsonObject();
        foreach ((string name, GroupEntry entry) in Variables)
        {
            var variable = new JsonObject { ["value"] = entry.IsSecret ? null : entry.Value };
            if (entry.IsSecret)
            {
                variable["isSecret"] = true;
            }

            if (entry.IsReadOnly)
            {
                variable["isReadOnly"] = true;
            }

            variables[name] = variable;
        }

        return new JsonObject
        {
            ["variables"] = variables,
            ["id"] = 7,
            ["type"] = Type,
            ["name"] = "aws",
            ["description"] = "kept",
            ["createdBy"] = new JsonObject { ["displayName"] = "x" },
            ["modifiedOn"] = DateTime.UnixEpoch.ToString("O", CultureInfo.InvariantCulture),
            ["isShared"] = false,
            ["variableGroupProjectReferences"] = new JsonArray(new JsonObject { ["projectReference"] = new JsonObject { ["id"] = "0", ["name"] = "billing" }, ["name"] = "aws", ["description"] = "kept" }),
        };
    }
}

/// <summary>A variable.</summary>
public sealed record GroupEntry(string Value, bool IsSecret)
{
    public bool IsReadOnly { get; init; }
}
