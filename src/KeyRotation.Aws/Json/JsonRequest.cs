using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace KeyRotation.Aws.Json;

/// <summary>One call of the JSON protocol: an operation and its members, by the names of the API model.</summary>
internal sealed class JsonRequest : AmazonWebServiceRequest
{
    public JsonRequest(string operation) => Operation = operation;

    public string Operation { get; }

    public JsonObject Members { get; } = [];

    /// <summary>Adds a member; a null value is left out.</summary>
    public JsonRequest With(string name, JsonNode? value)
    {
        if (value is not null)
        {
            Members[name] = value;
        }

        return this;
    }
}
