using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Amazon.Runtime;

namespace KeyRotation.Aws.Json;

/// <summary>An answer of the JSON protocol, read by the names of the API model.</summary>
internal sealed class JsonAnswer : AmazonWebServiceResponse
{
    public JsonElement Root { get; init; }

    /// <summary>Whether there was no body.</summary>
    public bool IsEmpty => Root.ValueKind == JsonValueKind.Undefined;

    public string? Text(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A structure within; null when it is not there.</summary>
    public JsonAnswer? Structure(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? new JsonAnswer { Root = value } : null;

    /// <summary>A time, which the protocol JSON 1.1 writes as seconds of the epoch; null when it is not there.</summary>
    public DateTimeOffset? Time(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds)
        && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;

    /// <summary>A whole number; null when it is not there.</summary>
    public int? Number(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    /// <summary>The items of a list; none when it is not there.</summary>
    public IEnumerable<JsonAnswer> Items(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(item => new JsonAnswer { Root = item })
            : [];

    public bool IsTrue(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public bool Has(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
}
