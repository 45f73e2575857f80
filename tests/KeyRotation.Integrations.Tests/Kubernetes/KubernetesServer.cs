using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Integrations.Tests.Support;

namespace KeyRotation.Integrations.Tests.Kubernetes;

/// <summary>
/// The secrets of an API server on loopback, as strict as the published description where the module calls it: paths, parameters, content
/// types, the version of an object on each write. Answers can be cut before and after the work, and failures ordered by verb.
/// </summary>
internal sealed class KubernetesServer : IAsyncDisposable
{
    public const string Token = "canary-token-of-the-cluster";

    private static readonly Dictionary<string, string[]> Parameters = new(StringComparer.Ordinal)
    {
        ["get"] = ["pretty"],
        ["create"] = ["dryRun", "fieldManager", "fieldValidation", "pretty"],
        ["patch"] = ["dryRun", "fieldManager", "fieldValidation", "force", "pretty"],
        ["delete"] = ["dryRun", "gracePeriodSeconds", "orphanDependents", "pretty", "propagationPolicy"],
    };

    private readonly StubServer server;
    private int version = 100;

    public KubernetesServer() => server = new StubServer(Answer);

    public Uri Endpoint => server.Endpoint;

    public Dictionary<string, JsonObject> Secrets { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Forbidden { get; } = new(StringComparer.Ordinal);

    /// <summary>The calls in their order: the verb, and whether it was a dry run.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What the server does with the next call of a verb, or with each of them.</summary>
    public Dictionary<string, (Fault Fault, int Times)> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs before a write, once: another program.</summary>
    public Action? Meanwhile { get; set; }

    /// <summary>What the admission of the cluster answers to a write, by whether it is a dry run; null admits it.</summary>
    public Func<bool, (int Status, string Message, string? Cause)?>? Admission { get; set; }

    /// <summary>What was wrong with a request, by the description of the API.</summary>
    public List<string> Complaints { get; } = [];

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public JsonObject Put(string name, params (string Name, string Text)[] data)
    {
        var texts = new JsonObject(data.Select(item => KeyValuePair.Create(item.Name, (JsonNode?)Base64(item.Text))));
        var secret = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "apps",
                ["uid"] = Guid.NewGuid().ToString(),
                ["labels"] = new JsonObject { ["app"] = "billing" },
                ["annotations"] = new JsonObject { ["note"] = "of another" },
            },
            ["type"] = "Opaque",
            ["data"] = texts,
        };
        Store(name, secret);
        return secret;
    }

    public string? Text(string secret, string name) => Secrets.TryGetValue(secret, out JsonObject? found) && (string?)found["data"]?[name] is string held
        ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(held))
        : null;

    public void Store(string name, JsonObject secret)
    {
        secret["metadata"]!["resourceVersion"] = (++version).ToString(CultureInfo.InvariantCulture);
        Secrets[name] = secret;
    }

    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private StubAnswer Answer(StubRequest request)
    {
        var uri = new Uri(server.Endpoint, request.Path);
        string[] parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string verb = request.Method switch { "GET" => "get", "POST" => "create", "PATCH" => "patch", "DELETE" => "delete", _ => "unknown" };
        string[] query = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        bool isDryRun = query.Contains("dryRun=All");
        Check(request, verb, parts, query);
        lock (Calls)
        {
            Calls.Add(verb + (isDryRun ? " dry" : string.Empty));
            string key = Faults.ContainsKey(Calls[^1]) ? Calls[^1] : verb;
            Fault fault = Faults.TryGetValue(key, out (Fault Fault, int Times) ordered) && ordered.Times > 0 ? ordered.Fault : Fault.None;
            if (fault != Fault.None)
            {
                Faults[key] = (fault, ordered.Times - 1);
            }

            if (fault is Fault.CutBefore)
            {
                return StubAnswer.Json(string.Empty) with { Missing = 5 };
            }

            if (fault is Fault.Busy or Fault.BusyForLong)
            {
                return Status(429, "TooManyRequests", "the server has received too many requests") with { RetryAfter = fault == Fault.Busy ? "7" : "3600" };
            }

            if (fault is Fault.Broken)
            {
                return Status(503, "ServiceUnavailable", "etcdserver: leader changed");
            }

            StubAnswer answer = Authorize(request, verb, parts) ?? Act(verb, parts, isDryRun, request.Body);
            return fault == Fault.CutAfter ? answer with { Missing = 5 } : answer;
        }
    }

    private void Check(StubRequest request, string verb, string[] parts, string[] query)
    {
        void Complain(bool isWrong, string what)
        {
            if (isWrong)
            {
                Complaints.Add($"{request.Method} {request.Path}: {what}");
            }
        }

        Complain(parts is not ["api", "v1", "namespaces", _, "secrets", ..] || parts.Length != (verb == "create" ? 5 : 6), "the path");
        Complain(query.Any(pair => !Parameters[verb].Contains(pair.Split('=')[0])), "a parameter that there is not");
        Complain(request.Headers.GetValueOrDefault("Authorization") != "Bearer " + Token && request.Headers.GetValueOrDefault("Authorization") != "Bearer wrong", "the authorization");
        string type = (request.Headers.GetValueOrDefault("Content-Type") ?? string.Empty).Split(';')[0];
        Complain(verb == "patch" && type != "application/merge-patch+json", "the content type " + type);
        Complain(verb is "create" or "delete" && type != "application/json", "the content type " + type);
        Complain(verb == "get" && request.Body.Length > 0, "a body");
        if (verb != "get")
        {
            JsonNode body = JsonNode.Parse(request.Body)!;
            Complain(verb == "patch" && body["metadata"]?["resourceVersion"] is null, "no version of the secret");
            Complain(verb == "delete" && (string?)body["preconditions"]?["uid"] is null, "no precondition");
            Complain(verb == "create" && ((string?)body["kind"] != "Secret" || (string?)body["type"] != "Opaque"), "no secret");
        }
    }

    private StubAnswer? Authorize(StubRequest request, string verb, string[] parts) =>
        request.Headers.GetValueOrDefault("Authorization") != "Bearer " + Token ? Status(401, "Unauthorized", "Unauthorized")
        : Forbidden.Contains(verb) ? Status(403, "Forbidden", $"secrets \"{parts[^1]}\" is forbidden: User \"x\" cannot {verb} resource \"secrets\" in API group \"\" in the namespace \"apps\"")
        : null;

    private StubAnswer Act(string verb, string[] parts, bool isDryRun, string body)
    {
        if (verb == "create" && parts[3] != "apps")
        {
            return Status(404, "NotFound", $"namespaces \"{parts[3]}\" not found");
        }

        if (verb != "get" && !isDryRun)
        {
            Action? other = Meanwhile;
            Meanwhile = null;
            other?.Invoke();
        }

        if (verb is "create" or "patch" && Admission?.Invoke(isDryRun) is { } refused)
        {
            return Status(refused.Status, "Forbidden", $"{refused.Message}: {body}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = refused.Cause }) });
        }

        JsonNode? sent = verb == "get" ? null : JsonNode.Parse(body);
        string name = verb == "create" ? (string)sent!["metadata"]!["name"]! : parts[5];
        JsonObject? held = parts[3] == "apps" ? Secrets.GetValueOrDefault(name) : null;
        return (verb, held) switch
        {
            ("create", not null) => Status(409, "AlreadyExists", $"secrets \"{name}\" already exists"),
            ("create", null) => Create(name, sent!.AsObject(), isDryRun),
            (_, null) => Status(404, "NotFound", $"secrets \"{name}\" not found"),
            ("get", _) => StubAnswer.Json(held.ToJsonString()),
            ("patch", _) => Patch(name, held, sent!, isDryRun),
            _ => Delete(name, held, sent!["preconditions"]!, isDryRun),
        };
    }

    private StubAnswer Create(string name, JsonObject sent, bool isDryRun)
    {
        JsonObject secret = sent.DeepClone().AsObject();
        secret["metadata"]!["uid"] = Guid.NewGuid().ToString();
        if (!isDryRun)
        {
            Store(name, secret);
        }

        return new StubAnswer(201, secret.ToJsonString()) { ContentType = "application/json" };
    }

    private StubAnswer Patch(string name, JsonObject held, JsonNode sent, bool isDryRun)
    {
        if ((string?)sent["metadata"]!["resourceVersion"] != (string?)held["metadata"]!["resourceVersion"])
        {
            return Status(409, "Conflict", "the object has been modified");
        }

        if ((bool?)held["immutable"] == true && sent["data"] is not null)
        {
            return Status(422, "Invalid", "data: Forbidden: field is immutable when `immutable` is set", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["field"] = "data", ["message"] = sent["data"]!.ToJsonString() }) });
        }

        JsonObject changed = held.DeepClone().AsObject();
        foreach ((string key, JsonNode? value) in sent["data"]?.AsObject() ?? [])
        {
            JsonObject data = (changed["data"] ??= new JsonObject()).AsObject();
            data.Remove(key);
            if (value is not null)
            {
                data[key] = value.DeepClone();
            }
        }

        if (!isDryRun)
        {
            Store(name, changed);
        }

        return StubAnswer.Json(changed.ToJsonString());
    }

    private StubAnswer Delete(string name, JsonObject held, JsonNode preconditions, bool isDryRun)
    {
        bool isMet = (string?)preconditions["uid"] == (string?)held["metadata"]!["uid"]
            && (preconditions["resourceVersion"] is null || (string?)preconditions["resourceVersion"] == (string?)held["metadata"]!["resourceVersion"]);
        if (isMet && !isDryRun)
        {
            Secrets.Remove(name);
        }

        return isMet ? Status(200, null, "deleted") : Status(409, "Conflict", "Precondition failed");
    }

    private static StubAnswer Status(int code, string? reason, string message, JsonObject? details = null) => new(
        code,
        new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = code < 300 ? "Success" : "Failure", ["message"] = message, ["reason"] = reason, ["details"] = details, ["code"] = code }.ToJsonString())
    {
        ContentType = "application/json",
    };
}
