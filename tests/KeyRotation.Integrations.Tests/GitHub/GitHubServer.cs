using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Integrations.Tests.Services;

namespace KeyRotation.Integrations.Tests.GitHub;

/// <summary>GitHub's secrets and variables of Actions, by the description of its REST API of 2022-11-28.</summary>
public sealed class GitHubServer : ServiceServer
{
    public const string Token = "ghp_CanaryCanaryCanaryCanaryCanary123456";
    public const string KeyId = "568250167242549743";

    private const RegexOptions Strict = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private static readonly Regex Route = new(
        @"^/(?<scope>repos/[^/]+/[^/]+/actions|repos/[^/]+/[^/]+/environments/[^/]+|orgs/[^/]+/actions)/(?<kind>secrets|variables)(/(?<name>[^/?]+))?(?<repositories>/repositories)?(\?(?<query>.*))?$", Strict, TimeSpan.FromSeconds(1));

    private static readonly Regex Base64 = new("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", Strict, TimeSpan.FromSeconds(1));

    private readonly string publicKey;

    /// <param name="publicKey">The public key of everything, as base64.</param>
    public GitHubServer(string publicKey) => this.publicKey = publicKey;

    /// <summary>The paths that there are, as in <c>repos/acme/billing/actions</c>.</summary>
    public ISet<string> Scopes { get; } = new HashSet<string>(StringComparer.Ordinal) { "repos/acme/billing/actions", "repos/acme/billing/environments/production%2Feu", "orgs/acme/actions" };

    /// <summary>Secrets and variables by scope, kind and name.</summary>
    public IDictionary<string, GitHubEntry> Entries { get; } = new Dictionary<string, GitHubEntry>(StringComparer.Ordinal);

    public bool CanPush { get; set; } = true;

    public bool CanPull { get; set; } = true;

    public bool IsArchived { get; set; }

    public bool IsPrivate { get; set; } = true;

    /// <summary>The scopes of a classic token; null for another token.</summary>
    public string? TokenScopes { get; set; } = "admin:org, repo";

    public GitHubEntry? Secret(string name, string scope = "repos/acme/billing/actions") => Entries.TryGetValue($"{scope}/secrets/{name}", out GitHubEntry? entry) ? entry : null;

    public string? Variable(string name, string scope = "repos/acme/billing/actions") => Entries.TryGetValue($"{scope}/variables/{name}", out GitHubEntry? entry) ? entry.Text : null;

    public void Put(string kind, string name, string text, string scope = "repos/acme/billing/actions", string? visibility = null, params long[] repositories) =>
        Entries[$"{scope}/{kind}/{name}"] = new GitHubEntry(text, NextTime()) { Visibility = visibility, Repositories = repositories };

    internal override StubAnswer Act(StubRequest request)
    {
        if (request.Headers.GetValueOrDefault("Accept") != "application/vnd.github+json" || request.Headers.GetValueOrDefault("X-GitHub-Api-Version") != "2022-11-28" || string.IsNullOrEmpty(request.Headers.GetValueOrDefault("User-Agent")))
        {
            return Problem(request, "the headers are not those that GitHub asks for");
        }

        if (request.Headers.GetValueOrDefault("Authorization") != "Bearer " + Token)
        {
            return Json(401, """{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}""");
        }

        StubAnswer answer = Find(request);
        return TokenScopes is null ? answer : answer with { Headers = [new("x-oauth-scopes", TokenScopes)] };
    }

    private StubAnswer Find(StubRequest request)
    {
        if (request.Method == "GET" && Scopes.Contains(request.Path.TrimStart('/') + "/actions") && request.Path.StartsWith("/repos/", StringComparison.Ordinal))
        {
            return Json(200, new JsonObject { ["full_name"] = request.Path["/repos/".Length..], ["private"] = IsPrivate, ["archived"] = IsArchived, ["permissions"] = new JsonObject { ["admin"] = false, ["push"] = CanPush, ["pull"] = CanPull } });
        }

        Match route = Route.Match(request.Path);
        if (!route.Success || !Scopes.Contains(route.Groups["scope"].Value))
        {
            return NotFound();
        }

        (string scope, string kind, string name) = (route.Groups["scope"].Value, route.Groups["kind"].Value, route.Groups["name"].Value);
        return (request.Method, kind, name) switch
        {
            ("GET", "secrets", "public-key") => Json(200, new JsonObject { ["key_id"] = KeyId, ["key"] = publicKey }),
            ("GET", "secrets", _) when route.Groups["repositories"].Success => Repositories(request, $"{scope}/{kind}/{name}", route.Groups["query"].Value),
            ("GET", _, { Length: > 0 }) => Read($"{scope}/{kind}/{name}", name, isSecret: kind == "secrets"),
            ("PUT", "secrets", { Length: > 0 }) => PutSecret(request, scope, name),
            ("POST", "variables", "") => Create(request, scope),
            ("PATCH", "variables", { Length: > 0 }) => Update(request, scope, name),
            ("DELETE", _, { Length: > 0 }) => Entries.Remove($"{scope}/{kind}/{name}") ? new StubAnswer(204, string.Empty) : NotFound(),
            _ => Problem(request, "there is no such operation"),
        };
    }

    private StubAnswer Read(string path, string name, bool isSecret)
    {
        if (!Entries.TryGetValue(path, out GitHubEntry? entry))
        {
            return NotFound();
        }

        var body = new JsonObject { ["name"] = name, ["created_at"] = "2026-01-01T00:00:00Z", ["updated_at"] = entry.UpdatedAt };
        if (!isSecret)
        {
            body["value"] = entry.Text;
        }

        if (entry.Visibility is not null)
        {
            body["visibility"] = entry.Visibility;
        }

        return Json(200, body);
    }

    private StubAnswer Repositories(StubRequest request, string path, string query)
    {
        Match page = Regex.Match(query, "^per_page=(?<length>[0-9]+)&page=(?<page>[0-9]+)$", Strict, TimeSpan.FromSeconds(1));
        if (!page.Success || !Entries.TryGetValue(path, out GitHubEntry? entry))
        {
            return Problem(request, "no pages are asked for");
        }

        int length = int.Parse(page.Groups["length"].Value, System.Globalization.CultureInfo.InvariantCulture);
        int number = int.Parse(page.Groups["page"].Value, System.Globalization.CultureInfo.InvariantCulture);
        JsonNode[] found = [.. entry.Repositories.Skip((number - 1) * length).Take(length).Select(id => (JsonNode)new JsonObject { ["id"] = id })];
        return Json(200, new JsonObject { ["total_count"] = entry.Repositories.Count, ["repositories"] = new JsonArray(found) });
    }

    private StubAnswer PutSecret(StubRequest request, string scope, string name)
    {
        bool isOrganization = scope.StartsWith("orgs/", StringComparison.Ordinal);
        if (Body(request, isOrganization ? ["encrypted_value", "key_id", "visibility"] : ["encrypted_value", "key_id"], isOrganization ? ["selected_repository_ids"] : []) is not JsonObject body)
        {
            return Invalid();
        }

        string value = Text(body["encrypted_value"]) ?? string.Empty;
        string? visibility = Text(body["visibility"]);
        if (!Base64.IsMatch(value) || value.Length == 0 || (isOrganization && visibility is not ("all" or "private" or "selected")) || (body["selected_repository_ids"] is not null && visibility != "selected"))
        {
            return Problem(request, "the value is not base64, or the visibility is none");
        }

        if (Text(body["key_id"]) != KeyId)
        {
            return Invalid();
        }

        bool isNew = !Entries.ContainsKey($"{scope}/secrets/{name}");
        Put("secrets", name, value, scope, visibility, [.. (body["selected_repository_ids"] as JsonArray ?? []).Select(id => id!.GetValue<long>())]);
        return isNew ? Json(201, "{}") : new StubAnswer(204, string.Empty);
    }

    private StubAnswer Create(StubRequest request, string scope)
    {
        bool isOrganization = scope.StartsWith("orgs/", StringComparison.Ordinal);
        if (Body(request, isOrganization ? ["name", "value", "visibility"] : ["name", "value"], isOrganization ? ["selected_repository_ids"] : []) is not JsonObject body)
        {
            return Invalid();
        }

        string name = Text(body["name"]) ?? string.Empty;
        if (Entries.ContainsKey($"{scope}/variables/{name}"))
        {
            return Json(409, """{"message":"Already exists - Variable already exists","status":"409"}""");
        }

        Put("variables", name, Text(body["value"]) ?? string.Empty, scope, Text(body["visibility"]));
        return Json(201, "{}");
    }

    private StubAnswer Update(StubRequest request, string scope, string name)
    {
        if (Body(request, [], "name", "value") is not JsonObject body || !Entries.TryGetValue($"{scope}/variables/{name}", out GitHubEntry? entry))
        {
            return NotFound();
        }

        Put("variables", name, Text(body["value"]) ?? entry.Text, scope, entry.Visibility);
        return new StubAnswer(204, string.Empty);
    }

    private static StubAnswer NotFound() => Json(404, """{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}""");

    private static StubAnswer Invalid() => Json(422, """{"message":"Validation Failed","status":"422"}""");
}

/// <summary>A secret or a variable.</summary>
public sealed record GitHubEntry(string Text, string UpdatedAt)
{
    public string? Visibility { get; init; }

    public IReadOnlyList<long> Repositories { get; init; } = [];
}
