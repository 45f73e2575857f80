using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Aws.Delivery;

/// <summary>
/// A key in a JSON document, by a form. Everything else in a document that is there already, such as a region that an
/// application reads beside its key, is kept.
/// </summary>
internal sealed class KeyDocument : IKeyText
{
    private readonly string idName;
    private readonly string secretName;
    private readonly string[] path;

    public KeyDocument(KeyForm form)
    {
        Form = form;
        (idName, secretName) = KeyFormNames.InJson(form);
        path = form.Path?.Split('.') ?? [];
    }

    public KeyForm Form { get; }

    /// <summary>What is expected there, in words.</summary>
    private string InWords => $"a JSON object of {idName} and {secretName}{(path.Length == 0 ? string.Empty : $" at {Form.Path}")}";

    public void Check(KeyOwner owner) => KeyForming.Check(Form, owner);

    public string Write(string? former, KeyToDeliver key)
    {
        JsonObject document = former is null ? [] : JsonNode.Parse(former) as JsonObject ?? [];
        JsonObject target = document;
        foreach (string name in path)
        {
            if (target[name] is not JsonObject next)
            {
                target[name] = next = [];
            }

            target = next;
        }

        target[idName] = key.AccessKeyId;
        target[secretName] = KeyForming.SecretOf(Form, key);
        foreach (KeyValuePair<string, string> member in KeyForming.MembersOf(Form, key))
        {
            target[member.Key] = member.Value;
        }

        return document.ToJsonString();
    }

    public string? RequireKey(string where, string? text) => Read(text, out bool isEmpty) is { } found ? found.Id
        : isEmpty ? null
        : throw DestinationCalls.NotAKey(where, InWords);

    public string? IdIn(string? text) => Read(text, out _)?.Id;

    public bool Holds(string? text, KeyToDeliver key) => IdIn(text) == key.AccessKeyId;

    /// <summary>The key in a stored text; null when the text is something else, or has a member twice.</summary>
    public StoredKey? Find(string? text) => Read(text, out _) is { } found ? KeyForming.Found(Form, found.Id, found.Secret) : null;

    public StoredKey ReadBack(string where, string? text, KeyToDeliver key) =>
        Read(text, out _) is { } found ? KeyForming.ReadBack(Form, key, found.Id, found.Secret) : throw DestinationCalls.NotAKey(where, InWords);

    public string? WarningOf(string where, string? text)
    {
        try
        {
            return text is null ? null : KeyForming.SmtpWarning(Form, where, Texts(JsonNode.Parse(text)));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    private (string Id, string Secret)? Read(string? text, out bool isEmpty)
    {
        isEmpty = false;
        try
        {
            using JsonDocument? document = text is null ? null : JsonDocument.Parse(text);
            if (document?.RootElement is not { ValueKind: JsonValueKind.Object } target || !HasOneMeaning(target))
            {
                return null;
            }

            foreach (string name in path)
            {
                if (!target.TryGetProperty(name, out JsonElement next))
                {
                    isEmpty = true;
                    return null;
                }

                if (next.ValueKind != JsonValueKind.Object)
                {
                    return null;
                }

                target = next;
            }

            isEmpty = !target.EnumerateObject().Any();
            return TextOf(target, idName) is string id && TextOf(target, secretName) is string secret ? (id, secret) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

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
