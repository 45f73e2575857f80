using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Delivery;

namespace KeyRotation.Aws.Delivery;

/// <summary>
/// A key as a JSON object of AccessKeyId and SecretAccessKey. Other members of an object that is there already, such
/// as a region that an application reads beside its key, are kept.
/// </summary>
internal static class KeyDocument
{
    private const string IdName = "AccessKeyId";
    private const string SecretName = "SecretAccessKey";

    /// <summary>The text to store.</summary>
    /// <param name="former">What is there; null when nothing is.</param>
    /// <param name="key">The key.</param>
    public static string Write(string? former, KeyToDeliver key)
    {
        JsonObject document = former is null ? [] : JsonNode.Parse(former) as JsonObject ?? [];
        document[IdName] = key.AccessKeyId;
        document[SecretName] = SecretText.Reveal(key.SecretAccessKey);
        return document.ToJsonString();
    }

    /// <summary>Whether a stored text is an object without members: a place that is kept for a key.</summary>
    /// <param name="text">The text.</param>
    public static bool IsEmpty(string? text)
    {
        try
        {
            return text is not null && JsonNode.Parse(text) is JsonObject { Count: 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The key in a stored text; null when the text is something else.</summary>
    /// <param name="text">The text.</param>
    public static StoredKey? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty(IdName, out JsonElement id) && id.ValueKind == JsonValueKind.String
                && root.TryGetProperty(SecretName, out JsonElement secret) && secret.ValueKind == JsonValueKind.String
                ? new StoredKey(id.GetString()!, SecretText.Protect(secret.GetString()!))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
