using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Json;

/// <summary>One call of the JSON protocol: an operation and its members, by the names of the API model.</summary>
internal sealed class JsonRequest : ServiceRequest
{
    public JsonRequest(string operation)
        : base(operation)
    {
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Texts =>
        Members.Where(member => member.Value is JsonValue).Select(member => new KeyValuePair<string, string>(member.Key, member.Value!.ToString()));

    public JsonObject Members { get; } = [];

    /// <summary>The method of HTTP and the path, where they name the operation; null where a header does.</summary>
    public (string Method, string Path, string Value)? Address { get; private set; }

    /// <summary>What is sent in the query of the address.</summary>
    public List<KeyValuePair<string, string>> Query { get; } = [];

    /// <summary>Lets the method and the path name the operation.</summary>
    /// <param name="method">The method of HTTP.</param>
    /// <param name="path">The path, with {0} for the value.</param>
    /// <param name="value">A value in the path.</param>
    public JsonRequest At(string method, string path, string value = "")
    {
        Address = (method, path, value);
        return this;
    }

    /// <summary>Adds a member to the query of the address; a null value is left out.</summary>
    public JsonRequest WithQuery(string name, string? value)
    {
        if (value is not null)
        {
            Query.Add(new KeyValuePair<string, string>(name, value));
        }

        return this;
    }

    /// <summary>Whether the answer may have no body at all, as that of an operation without an output.</summary>
    public bool MayBeAnsweredEmpty { get; private set; }

    /// <summary>Lets the answer be empty.</summary>
    public JsonRequest WithoutAnswer()
    {
        MayBeAnsweredEmpty = true;
        return this;
    }

    /// <summary>Adds a member; a null value is left out.</summary>
    public JsonRequest With(string name, JsonNode? value)
    {
        if (value is not null)
        {
            Members[name] = value;
        }

        return this;
    }

    /// <summary>Another request for the same, e.g. for the next page: what is under way is not changed.</summary>
    public JsonRequest Copy()
    {
        var copy = new JsonRequest(Operation) { Address = Address };
        copy.Query.AddRange(Query);
        foreach (KeyValuePair<string, JsonNode?> member in Members)
        {
            copy.Members[member.Key] = member.Value?.DeepClone();
        }

        return copy;
    }

    /// <summary>Adds a member that is a secret. Where it is JSON, as keys are stored, each of its texts is one, but the id of the key.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">The secret.</param>
    /// <param name="accessKeyId">The id of the key in it, which messages may name.</param>
    public JsonRequest WithSecret(string name, string value, string? accessKeyId = null)
    {
        AddSecret(value);
        try
        {
            using JsonDocument document = JsonDocument.Parse(value);
            AddTexts(document.RootElement, accessKeyId);
        }
        catch (JsonException)
        {
            // A secret of another form, which is one as a whole.
        }

        return With(name, value);
    }

    private void AddTexts(JsonElement element, string? accessKeyId)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in element.EnumerateObject().Where(member => member.Name != "AccessKeyId"))
            {
                AddTexts(member.Value, accessKeyId);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                AddTexts(item, accessKeyId);
            }
        }
        else if (element.ValueKind == JsonValueKind.String && element.GetString() != accessKeyId)
        {
            AddSecret(element.GetString());
        }
    }
}
