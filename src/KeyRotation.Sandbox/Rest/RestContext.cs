using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Rest;

/// <summary>What an operation is asked, and by whom.</summary>
internal sealed class RestContext
{
    private readonly HttpRequest request;

    /// <exception cref="AwsErrorException">SerializationException: the body is no JSON object.</exception>
    public RestContext(HttpRequest request, Signer signer)
    {
        this.request = request;
        Signer = signer;
        Body = Parse(request.Body);
    }

    public Signer Signer { get; }

    public string Region => Signer.Region;

    public JsonObject Body { get; }

    /// <summary>A segment of the path, counted from 0 behind the first slash.</summary>
    public string Segment(int index) => Uri.UnescapeDataString(request.Path.Split('/')[index + 1]);

    /// <summary>A value of the query; null when it is not there.</summary>
    public string? Query(string name) => request.Query.Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair[1]))
        .FirstOrDefault();

    private static JsonObject Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new AwsErrorException("SerializationException", 400, "The body is no JSON object.");
        }
    }
}
