using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyRotation.Integrations.Http;

/// <summary>What a service answered. A class and not a record: nothing prints a body.</summary>
internal sealed class ServiceAnswer
{
    private static readonly string[] InWords = ["message", "errors", "error", "error_description"];

    private readonly HttpResponseMessage response;
    private readonly TimeProvider time;

    /// <param name="response">The answer.</param>
    /// <param name="bytes">Its body.</param>
    /// <param name="time">The clock, for answers that name no time.</param>
    public ServiceAnswer(HttpResponseMessage response, byte[] bytes, TimeProvider time)
    {
        this.response = response;
        this.time = time;
        IsJson = TryParse(bytes, out JsonNode? body);
        Body = body;
    }

    public int Status => (int)response.StatusCode;

    /// <summary>The body; null where there is none, it is not JSON, or it is the null of JSON.</summary>
    public JsonNode? Body { get; }

    /// <summary>Whether the body is JSON, or there is none.</summary>
    public bool IsJson { get; }

    /// <summary>The time of the service.</summary>
    public DateTimeOffset Date => response.Headers.Date ?? time.GetUtcNow();

    /// <summary>The wait that the header Retry-After asks for; null without one.</summary>
    public TimeSpan? RetryAfter => response.Headers.RetryAfter is { } header
        ? header.Delta ?? (header.Date is DateTimeOffset at && at > Date ? at - Date : TimeSpan.Zero)
        : null;

    /// <summary>A header; null where it is missing.</summary>
    /// <param name="name">Its name.</param>
    public string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>A text of the body; null where it is missing or no text.</summary>
    /// <param name="name">The name of the member.</param>
    public string? Text(string name) => TextOf(Member(name));

    /// <summary>A truth value of the body; null where it is missing or none.</summary>
    /// <param name="name">The name of the member.</param>
    public bool? Truth(string name) => TruthOf(Member(name));

    /// <summary>A member of the body; null where it is missing.</summary>
    /// <param name="name">Its name.</param>
    public JsonNode? Member(string name) => Body is JsonObject members ? members[name] : null;

    /// <summary>A text; null for anything else.</summary>
    /// <param name="node">What was read.</param>
    public static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A truth value; null for anything else.</summary>
    /// <param name="node">What was read.</param>
    public static bool? TruthOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool truth) ? truth : null;

    /// <summary>What the service says in its own words; empty where it says nothing. Not cleaned yet.</summary>
    public string Words()
    {
        string[] said = [.. InWords.Select(Member).OfType<JsonNode>().Select(node => TextOf(node) ?? node.ToJsonString())];
        return string.Join(": ", said);
    }

    private static bool TryParse(byte[] bytes, out JsonNode? body)
    {
        try
        {
            // JSON on the network is UTF-8, whatever else a header says.
            body = bytes.Length == 0 ? null : JsonNode.Parse(bytes);
            Open(body);
            return true;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            body = null;
            return false;
        }
    }

    /// <summary>A name that is there twice shows when an object is opened, and not when it is read.</summary>
    private static void Open(JsonNode? node)
    {
        foreach (JsonNode? inner in node is JsonObject members ? members.Select(member => member.Value) : node is JsonArray items ? items : [])
        {
            Open(inner);
        }
    }
}
