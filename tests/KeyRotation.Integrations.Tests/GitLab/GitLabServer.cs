using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Integrations.Tests.Services;

namespace KeyRotation.Integrations.Tests.GitLab;

/// <summary>GitLab's CI/CD variables of projects and groups, by the pages of its API and its own code for them.</summary>
public sealed class GitLabServer : ServiceServer
{
    public const string Token = "glpat-CanaryCanaryCanary1";

    private const RegexOptions Strict = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private static readonly Regex Route = new(@"^/api/v4/(?<owner>(projects|groups)/[^/?]+)/variables(/(?<key>[A-Za-z0-9_]{1,255}))?(\?filter%5Benvironment_scope%5D=(?<scope>[^&]+))?$", Strict, TimeSpan.FromSeconds(1));

    private static readonly string[] CreateRequired = ["key", "value"];

    /// <summary>The projects and groups that there are, as in <c>projects/acme%2Fbilling</c>.</summary>
    public ISet<string> Owners { get; } = new HashSet<string>(StringComparer.Ordinal) { "projects/acme%2Fbilling", "groups/acme" };

    /// <summary>Variables by owner, key and scope.</summary>
    public IDictionary<string, GitLabEntry> Entries { get; } = new Dictionary<string, GitLabEntry>(StringComparer.Ordinal);

    public string? Value(string key, string owner = "projects/acme%2Fbilling", string scope = "*") => Entries.TryGetValue(PathOf(owner, key, scope), out GitLabEntry? entry) ? entry.Value : null;

    public GitLabEntry? Entry(string key, string owner = "projects/acme%2Fbilling", string scope = "*") => Entries.TryGetValue(PathOf(owner, key, scope), out GitLabEntry? entry) ? entry : null;

    public void Put(string key, string value, string owner = "projects/acme%2Fbilling", string scope = "*", bool masked = false, bool hidden = false) =>
        Entries[PathOf(owner, key, scope)] = new GitLabEntry(value) { Masked = masked, Hidden = hidden, Description = "kept", IsProtected = masked };

    internal override StubAnswer Act(StubRequest request)
    {
        if (request.Headers.GetValueOrDefault("Authorization") != "Bearer " + Token)
        {
            return Json(401, """{"message":"401 Unauthorized"}""");
        }

        Match route = Route.Match(request.Path);
        if (!route.Success)
        {
            return Problem(request, "there is no such path");
        }

        string owner = route.Groups["owner"].Value;
        if (!Owners.Contains(owner))
        {
            return Json(404, owner.StartsWith("projects", StringComparison.Ordinal) ? """{"message":"404 Project Not Found"}""" : """{"message":"404 Group Not Found"}""");
        }

        string key = route.Groups["key"].Value;
        if (request.Method == "POST" && key.Length == 0 && !route.Groups["scope"].Success)
        {
            return Create(request, owner);
        }

        if (key.Length == 0 || !route.Groups["scope"].Success)
        {
            return Problem(request, "no scope of environments is named, so that another variable could be meant");
        }

        string path = PathOf(owner, key, Uri.UnescapeDataString(route.Groups["scope"].Value));
        return !Entries.TryGetValue(path, out GitLabEntry? entry) ? Json(404, """{"message":"404 Variable Not Found"}""") : request.Method switch
        {
            "GET" => Json(200, Shown(path, entry)),
            "PUT" => Update(request, path, entry),
            "DELETE" => Delete(path),
            _ => Problem(request, "there is no such operation"),
        };
    }

    private StubAnswer Create(StubRequest request, string owner)
    {
        if (Body(request, CreateRequired, "description", "environment_scope", "masked", "masked_and_hidden", "protected", "raw", "variable_type") is not JsonObject body)
        {
            return Json(400, """{"error":"value is missing"}""");
        }

        string key = Text(body["key"]) ?? string.Empty;
        string path = PathOf(owner, key, Text(body["environment_scope"]) ?? "*");
        var entry = new GitLabEntry(Text(body["value"]) ?? string.Empty) { Masked = Truth(body["masked"]), IsProtected = Truth(body["protected"]), Raw = Truth(body["raw"]) };
        return Entries.ContainsKey(path) ? Json(400, $$$"""{"message":{"key":["({{{key}}}) has already been taken"]}}""") : Store(path, entry, 201);
    }

    private StubAnswer Update(StubRequest request, string path, GitLabEntry entry) =>
        Body(request, [], "value", "description", "environment_scope", "masked", "protected", "raw", "variable_type") is JsonObject body
            ? Store(path, entry with { Value = Text(body["value"]) ?? entry.Value }, 200)
            : Json(400, """{"error":"bad request"}""");

    private StubAnswer Store(string path, GitLabEntry entry, int status)
    {
        if (entry.Masked && (entry.Value.Length < 8 || entry.Value.Any(char.IsWhiteSpace)))
        {
            return Json(400, """{"message":{"value":["is invalid"]}}""");
        }

        Entries[path] = entry;
        return Json(status, Shown(path, entry));
    }

    private StubAnswer Delete(string path)
    {
        Entries.Remove(path);
        return new StubAnswer(204, string.Empty);
    }

    private static JsonObject Shown(string path, GitLabEntry entry) => new()
    {
        ["key"] = path.Split(' ')[1],
        ["variable_type"] = "env_var",
        ["value"] = entry.Hidden ? null : entry.Value,
        ["hidden"] = entry.Hidden,
        ["protected"] = entry.IsProtected,
        ["masked"] = entry.Masked,
        ["raw"] = entry.Raw,
        ["environment_scope"] = path.Split(' ', 3)[2],
        ["description"] = entry.Description,
    };

    private static bool Truth(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool truth) && truth;

    private static string PathOf(string owner, string key, string scope) => $"{owner} {key} {scope}";
}

/// <summary>A variable.</summary>
public sealed record GitLabEntry(string Value)
{
    public bool Masked { get; init; }

    public bool Hidden { get; init; }

    public bool IsProtected { get; init; }

    public bool Raw { get; init; }

    public string? Description { get; init; }
}
