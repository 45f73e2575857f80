using System.Text.Json;
using Amazon.Runtime;

namespace KeyRotation.Aws.Json;

/// <summary>An answer of the JSON protocol, read by the names of the API model.</summary>
internal sealed class JsonAnswer : AmazonWebServiceResponse
{
    public JsonElement Root { get; init; }

    public string? Text(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Has(string name) =>
        Root.ValueKind == JsonValueKind.Object && Root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
}
