using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Integrations.Tests.Support;

namespace KeyRotation.Integrations.Tests.KeyVault;

/// <summary>
/// The secrets of a vault on loopback, as strict as the published description of the API where the module calls it: paths, the version of the
/// API, members of bodies, names. A version is never changed but for its attributes. Answers can be cut before and after the work.
/// </summary>
internal sealed class KeyVaultServer : IAsyncDisposable
{
    public const string Token = "canary-token-of-the-vault";

    /// <summary>The vault's clock.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] SetMembers = ["value", "contentType", "tags", "attributes"];
    private static readonly string[] UpdateMembers = ["contentType", "tags", "attributes"];
    private static readonly string[] Attributes = ["enabled", "exp", "nbf"];

    private readonly StubServer server;
    private int versions;

    public KeyVaultServer() => server = new StubServer(request => Answer(request) with { Date = Now.ToString("r", CultureInfo.InvariantCulture) });

    public Uri Endpoint => server.Endpoint;

    /// <summary>The versions of each secret, the latest last.</summary>
    public Dictionary<string, List<JsonObject>> Secrets { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Deleted { get; } = new(StringComparer.Ordinal);

    public List<string> Calls { get; } = [];

    /// <summary>What goes wrong with the next calls of a method.</summary>
    public Dictionary<string, (Fault Fault, int Times)> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>The status and the innermost code with which calls of a method are refused.</summary>
    public Dictionary<string, (int Status, string Code)> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the next write of a secret is refused.</summary>
    public Func<(int Status, string Code)?>? Writing { get; set; }

    /// <summary>What was wrong with a request, by the description of the API.</summary>
    public List<string> Complaints { get; } = [];

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public JsonObject Put(string name, string value, string? contentType = "application/json", JsonObject? tags = null)
    {
        string version = (++versions).ToString("x32", CultureInfo.InvariantCulture);
        var bundle = new JsonObject
        {
            ["value"] = value,
            ["contentType"] = contentType,
            ["id"] = $"https://my-vault.vault.azure.net/secrets/{name}/{version}",
            ["attributes"] = new JsonObject { ["enabled"] = true, ["created"] = Now.ToUnixTimeSeconds(), ["updated"] = Now.ToUnixTimeSeconds(), ["recoveryLevel"] = "Recoverable+Purgeable" },
            ["tags"] = tags ?? [],
        };
        (Secrets.TryGetValue(name, out List<JsonObject>? there) ? there : Secrets[name] = []).Add(bundle);
        return bundle;
    }

    public JsonObject Latest(string name) => Secrets[name][^1];

    public static bool IsEnabled(JsonObject version) => (bool)version["attributes"]!["enabled"]!;

    private StubAnswer Answer(StubRequest request)
    {
        if (request.Headers.GetValueOrDefault("Authorization") != "Bearer " + Token)
        {
            if (request.Body.Length > 0)
            {
                Complaints.Add("A value was sent before the vault had said whom it trusts.");
            }

            return Error(401, "Unauthorized") with { Challenge = "Bearer authorization=\"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47\", resource=\"https://vault.azure.net\"" };
        }

        var uri = new Uri(server.Endpoint, request.Path);
        string[] parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        JsonObject? sent = request.Body.Length == 0 ? null : JsonNode.Parse(request.Body)!.AsObject();
        Check(request, uri, parts, sent);
        lock (Calls)
        {
            Calls.Add(request.Method + " " + string.Join('/', parts.Take(2)));
            if (Refusals.TryGetValue(request.Method, out (int Status, string Code) refusal))
            {
                return Error(refusal.Status, refusal.Code, request.Body);
            }

            if (request.Method == "PUT" && Writing?.Invoke() is { } refused)
            {
                return Error(refused.Status, refused.Code, request.Body);
            }

            Fault fault = Faults.TryGetValue(request.Method, out (Fault Fault, int Times) ordered) && ordered.Times > 0 ? ordered.Fault : Fault.None;
            Faults[request.Method] = (fault, ordered.Times - 1);
            return fault switch
            {
                Fault.CutBefore => StubAnswer.Json(string.Empty) with { Missing = 5 },
                Fault.Busy => Error(429, "Throttled") with { RetryAfter = "0" },
                Fault.BusyForLong => Error(429, "Throttled") with { RetryAfter = "3600" },
                Fault.Broken => Error(503, "ServiceUnavailable"),
                Fault.CutAfter => Act(request.Method, parts, sent) with { Missing = 5 },
                _ => Act(request.Method, parts, sent),
            };
        }
    }

    private void Check(StubRequest request, Uri uri, string[] parts, JsonObject? sent)
    {
        void Complain(bool isWrong, string what)
        {
            if (isWrong)
            {
                Complaints.Add($"{request.Method} {request.Path}: {what}");
            }
        }

        Complain(uri.Query != "?api-version=7.5", "the version of the API");
        Complain((request.Method, parts) is not (("GET", ["secrets", _]) or ("GET", ["deletedsecrets", _]) or ("PUT", ["secrets", _]) or ("PATCH", ["secrets", _, _])), "no operation");
        Complain(!Regex.IsMatch(parts[1], "^[0-9a-zA-Z-]{1,127}$", RegexOptions.None, TimeSpan.FromSeconds(1)), "the name");
        Complain(sent is not null && request.Headers.GetValueOrDefault("Content-Type") != "application/json", "the content type");
        Complain(request.Method == "PUT" && (sent?["value"] is null || sent.Any(member => !SetMembers.Contains(member.Key))), "SecretSetParameters");
        Complain(request.Method == "PATCH" && (sent is null || sent.Any(member => !UpdateMembers.Contains(member.Key))), "SecretUpdateParameters");
        Complain(sent?["attributes"] is JsonObject attributes && attributes.Any(member => !Attributes.Contains(member.Key)), "SecretAttributes");
    }

    private StubAnswer Act(string method, string[] parts, JsonObject? sent)
    {
        string name = parts[1];
        if (parts[0] == "deletedsecrets")
        {
            return Deleted.Contains(name)
                ? StubAnswer.Json(new JsonObject { ["recoveryId"] = $"https://my-vault.vault.azure.net/deletedsecrets/{name}", ["id"] = $"https://my-vault.vault.azure.net/secrets/{name}/1", ["attributes"] = new JsonObject { ["enabled"] = true } }.ToJsonString())
                : Error(404, "SecretNotFound");
        }

        switch (method)
        {
            case "PUT" when Deleted.Contains(name):
                return Error(409, "ObjectIsDeletedButRecoverable");
            case "PUT":
                JsonObject made = Put(name, (string)sent!["value"]!, (string?)sent["contentType"], sent["tags"]?.DeepClone().AsObject());
                Merge(made["attributes"]!.AsObject(), sent["attributes"]?.AsObject());
                return StubAnswer.Json(made.ToJsonString());
            case "GET":
                return !Secrets.ContainsKey(name) ? Error(404, "SecretNotFound")
                    : IsEnabled(Latest(name)) ? StubAnswer.Json(Latest(name).ToJsonString())
                    : Error(403, "SecretDisabled");
            default:
                JsonObject? version = Secrets.GetValueOrDefault(name)?.FirstOrDefault(known => ((string)known["id"]!).EndsWith(parts[2], StringComparison.Ordinal));
                if (version is null)
                {
                    return Error(404, "SecretNotFound");
                }

                Merge(version["attributes"]!.AsObject(), sent!["attributes"]?.AsObject());
                JsonObject shown = version.DeepClone().AsObject();
                shown.Remove("value");
                return StubAnswer.Json(shown.ToJsonString());
        }
    }

    private static void Merge(JsonObject attributes, JsonObject? sent)
    {
        foreach ((string name, JsonNode? value) in sent ?? [])
        {
            attributes[name] = value?.DeepClone();
        }
    }

    /// <summary>As the vault words it; what was sent is quoted, as the real one may do.</summary>
    private static StubAnswer Error(int status, string code, string quoted = "") => new(
        status,
        new JsonObject { ["error"] = new JsonObject { ["code"] = status == 403 ? "Forbidden" : status == 409 ? "Conflict" : code, ["message"] = "said the stub of " + quoted, ["innererror"] = new JsonObject { ["code"] = code } } }.ToJsonString())
    {
        ContentType = "application/json; charset=utf-8",
    };
}
