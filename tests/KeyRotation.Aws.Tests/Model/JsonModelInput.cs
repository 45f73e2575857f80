using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using KeyRotation.Aws.Tests.Support;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>Reads a call of the JSON protocol as the service would and finds what the model does not allow.</summary>
internal static class JsonModelInput
{
    /// <summary>The operation that a call names.</summary>
    public static string Operation(StubRequest request) => request.Headers["X-Amz-Target"].Split('.')[^1];

    public static IReadOnlyList<string> Problems(ServiceModel model, StubRequest request)
    {
        var problems = new List<string>();
        string operation = Operation(request);
        Expect(problems, "the target", model.TargetPrefix + "." + operation, request.Headers["X-Amz-Target"]);
        Expect(problems, "the content type", "application/x-amz-json-" + model.JsonVersion, request.Headers["Content-Type"]);
        Expect(problems, "the method", "POST", request.Method);
        Expect(problems, "the path", "/", request.Path);
        Expect(problems, "the signature's service", model.SigningName, request.Headers["Authorization"].Split('/')[3]);
        using JsonDocument body = JsonDocument.Parse(request.Body);
        Check(problems, model.Input(operation)!, body.RootElement, operation);
        return problems;
    }

    private static void Check(List<string> problems, Shape shape, JsonElement value, string path)
    {
        switch ((shape.Type, value.ValueKind))
        {
            case ("structure", JsonValueKind.Object):
                problems.AddRange(shape.Required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path} needs {name}"));
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    CheckMember(problems, shape, member, path + "." + member.Name);
                }

                break;
            case ("list", JsonValueKind.Array):
                CheckList(problems, shape, value, path);
                break;
            case ("timestamp", JsonValueKind.Number):
                break;
            case ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False) or ("integer" or "long", JsonValueKind.Number):
                string text = shape.Type == "boolean" ? (value.GetBoolean() ? "true" : "false") : value.ToString();
                problems.AddRange(ShapeValues.Problem(shape, text) is string problem ? [$"{path} = '{text}' {problem}"] : []);
                break;
            default:
                problems.Add($"{path} is {value.ValueKind} and not of type {shape.Type}");
                break;
        }
    }

    private static void CheckMember(List<string> problems, Shape structure, JsonProperty member, string path)
    {
        if (structure.Members.TryGetValue(member.Name, out Shape? shape))
        {
            Check(problems, shape, member.Value, path);
        }
        else
        {
            problems.Add($"there is no {path}");
        }
    }

    private static void CheckList(List<string> problems, Shape list, JsonElement value, string path)
    {
        int count = value.GetArrayLength();
        if (count < (list.Min ?? 0) || count > (list.Max ?? int.MaxValue))
        {
            problems.Add($"{path} has {count} items");
        }

        foreach (JsonElement item in value.EnumerateArray())
        {
            Check(problems, list.Item, item, path + "[]");
        }
    }

    private static void Expect(List<string> problems, string what, string expected, string actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            problems.Add($"{what} is '{actual}' and not '{expected}'");
        }
    }
}
