using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using KeyRotation.Aws.Tests.Support;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>A service as AWS describes it (service-2.json).</summary>
internal sealed class ServiceModel
{
    private readonly JsonElement root;

    private ServiceModel(JsonElement root) => this.root = root;

    public static ServiceModel Iam => new(ModelFiles.Read("iam", "service-2.json.gz"));

    public static ServiceModel Sts => new(ModelFiles.Read("sts", "service-2.json.gz"));

    public static ServiceModel Organizations => new(ModelFiles.Read("organizations", "service-2.json.gz"));

    public static ServiceModel SecretsManager => new(ModelFiles.Read("secretsmanager", "service-2.json.gz"));

    public static ServiceModel Ssm => new(ModelFiles.Read("ssm", "service-2.json.gz"));

    public static ServiceModel SecurityHub => new(ModelFiles.Read("securityhub", "service-2.json.gz"));

    public static ServiceModel Config => new(ModelFiles.Read("config", "service-2.json.gz"));

    public static ServiceModel CloudTrail => new(ModelFiles.Read("cloudtrail", "service-2.json.gz"));

    public static ServiceModel Sqs => new(ModelFiles.Read("sqs", "service-2.json.gz"));

    public static ServiceModel StepFunctions => new(ModelFiles.Read("stepfunctions", "service-2.json.gz"));

    public string ApiVersion => Metadata("apiVersion");

    public string XmlNamespace => Metadata("xmlNamespace");

    public string ServiceId => Metadata("serviceId");

    /// <summary>What the JSON protocol puts before the operation.</summary>
    public string TargetPrefix => Metadata("targetPrefix");

    public string JsonVersion => Metadata("jsonVersion");

    public string SigningName => root.GetProperty("metadata").TryGetProperty("signingName", out JsonElement name) ? name.GetString()! : Metadata("endpointPrefix");

    public Shape? Input(string operation) => ShapeOf(operation, "input");

    public Shape? Output(string operation) => ShapeOf(operation, "output");

    public bool IsUnsigned(string operation) => Operation(operation).TryGetProperty("authtype", out JsonElement type) && type.GetString() == "none";

    /// <summary>The errors that the model declares for an operation, as they come over the wire.</summary>
    public IReadOnlyList<ModelError> Errors(string operation) =>
        Operation(operation).TryGetProperty("errors", out JsonElement errors)
            ? errors.EnumerateArray().Select(error => ErrorOf(error.GetProperty("shape").GetString()!)).ToList()
            : [];

    /// <summary>The errors that the model declares for any operation at all.</summary>
    public IReadOnlyList<ModelError> AllErrors() =>
        root.GetProperty("operations").EnumerateObject().SelectMany(operation => Errors(operation.Name)).Distinct().ToList();

    private JsonElement Operation(string name) => root.GetProperty("operations").GetProperty(name);

    private string Metadata(string name) => root.GetProperty("metadata").GetProperty(name).GetString()!;

    private Shape? ShapeOf(string operation, string direction) =>
        Operation(operation).TryGetProperty(direction, out JsonElement reference) ? new Shape(root.GetProperty("shapes"), reference) : null;

    private ModelError ErrorOf(string shapeName)
    {
        JsonElement shape = root.GetProperty("shapes").GetProperty(shapeName);
        return shape.TryGetProperty("error", out JsonElement error)
            ? new ModelError(error.TryGetProperty("code", out JsonElement code) ? code.GetString()! : shapeName, error.GetProperty("httpStatusCode").GetInt32())
            : new ModelError(shapeName, 400);
    }
}

/// <summary>An error as it comes over the wire.</summary>
internal sealed record ModelError(string Code, int HttpStatus);

/// <summary>The shape of a value; read as the query protocol writes it.</summary>
internal sealed class Shape
{
    private readonly JsonElement shapes;
    private readonly JsonElement shape;

    public Shape(JsonElement shapes, JsonElement reference)
    {
        this.shapes = shapes;
        Name = reference.GetProperty("shape").GetString()!;
        shape = shapes.GetProperty(Name);
        LocationName = Text(reference, "locationName");
    }

    public string Name { get; }

    public string? LocationName { get; }

    public string Type => shape.GetProperty("type").GetString()!;

    public string? Pattern => Text(shape, "pattern");

    public double? Min => Number("min");

    public double? Max => Number("max");

    public IReadOnlyList<string> Enum => Strings("enum");

    public IReadOnlyList<string> Required => Strings("required");

    public bool IsFlattened => shape.TryGetProperty("flattened", out JsonElement flattened) && flattened.GetBoolean();

    /// <summary>The members of a structure by their names on the wire.</summary>
    public IReadOnlyDictionary<string, Shape> Members => shape.GetProperty("members").EnumerateObject()
        .Select(member => (member.Name, Shape: new Shape(shapes, member.Value)))
        .ToDictionary(member => member.Shape.LocationName ?? member.Name, member => member.Shape, StringComparer.Ordinal);

    public Shape Item => new(shapes, shape.GetProperty("member"));

    public Shape Key => new(shapes, shape.GetProperty("key"));

    public Shape Value => new(shapes, shape.GetProperty("value"));

    private IReadOnlyList<string> Strings(string name) =>
        shape.TryGetProperty(name, out JsonElement values) ? values.EnumerateArray().Select(value => value.GetString()!).ToList() : [];

    private double? Number(string name) => shape.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
