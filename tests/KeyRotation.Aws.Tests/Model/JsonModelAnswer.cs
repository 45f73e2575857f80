using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>
/// An answer of the JSON protocol made of the model: every member is there, each with a value of its own, but those that
/// the test gives or leaves out. A given member that the model does not have is an error of the test.
/// </summary>
internal sealed class JsonModelAnswer
{
    private readonly Dictionary<string, JsonNode?> given;
    private int number;

    /// <param name="model">The service.</param>
    /// <param name="operation">The operation to answer.</param>
    /// <param name="given">Values at certain places, e.g. <c>Parameter.Value</c>; null leaves a member out.</param>
    public JsonModelAnswer(ServiceModel model, string operation, params (string Path, JsonNode? Value)[] given)
    {
        this.given = given.ToDictionary(value => value.Path, value => value.Value, StringComparer.Ordinal);
        Text = Structure(model.Output(operation)!, path: string.Empty).ToJsonString();
        if (this.given.Count > 0)
        {
            throw new InvalidOperationException($"The model has no {string.Join(", ", this.given.Keys)} in an answer to {operation}.");
        }
    }

    public string Text { get; }

    private JsonObject Structure(Shape structure, string path)
    {
        var made = new JsonObject();
        foreach ((string name, Shape member) in structure.Members)
        {
            string place = path.Length == 0 ? name : path + "." + name;
            if (!given.Remove(place, out JsonNode? wanted))
            {
                made[name] = Make(member, place);
            }
            else if (wanted is not null)
            {
                made[name] = wanted;
            }
        }

        return made;
    }

    private JsonNode Make(Shape shape, string path) => shape.Type switch
    {
        "structure" => Structure(shape, path),
        "list" => new JsonArray(Make(shape.Item, path)),
        "map" => new JsonObject { [ShapeValues.Make(shape.Key, number++)] = Make(shape.Value, path) },
        "timestamp" => JsonValue.Create(1_780_000_000.5 + number++),
        "integer" or "long" => JsonValue.Create(long.Parse(ShapeValues.Make(shape, number++), CultureInfo.InvariantCulture)),
        "boolean" => JsonValue.Create(true),
        _ => JsonValue.Create(ShapeValues.Make(shape, number++)),
    };
}
