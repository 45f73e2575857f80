using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Json;

/// <summary>What an operation is asked, and by whom.</summary>
internal sealed record JsonContext(JsonMembers Members, Signer Signer)
{
    public string Region => Signer.Region;

    /// <summary>A time as a number: seconds of the epoch, to the millisecond.</summary>
    public static JsonValue Time(DateTimeOffset time) => JsonValue.Create(time.ToUnixTimeMilliseconds() / 1000m);

    public static JsonArray Tags(IEnumerable<KeyValuePair<string, string>> tags) =>
        Array(tags, tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value });

    public static JsonArray Texts(IEnumerable<string> texts) => Array(texts, text => JsonValue.Create(text));

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> node)
    {
        var array = new JsonArray();
        foreach (var item in items)
        {
            array.Add(node(item));
        }

        return array;
    }
}
