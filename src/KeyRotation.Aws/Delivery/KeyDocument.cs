using System;
using System.Collections.Generic;
using System.Linq;
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
            using JsonDocument? document = text is null ? null : JsonDocument.Parse(text);
            return document?.RootElement.ValueKind == JsonValueKind.Object && !document.RootElement.EnumerateObject().Any();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The key in a stored text; null when the text is something else, or has a member twice.</summary>
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
                && HasOneMeaning(root)
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

    /// <summary>
    /// Whether no object has a member twice. Readers differ in which one they take, so what an application reads cannot be known,
    /// and the document cannot be written again without losing one.
    /// </summary>
    private static bool HasOneMeaning(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                return element.EnumerateObject().All(member => names.Add(member.Name) && HasOneMeaning(member.Value));
            case JsonValueKind.Array:
                return element.EnumerateArray().All(HasOneMeaning);
            default:
                return true;
        }
    }
}
