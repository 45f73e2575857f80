using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using KeyRotation.Aws.Tests.Support;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>Reads a call as the service would and finds what the model does not allow.</summary>
internal static class ModelInput
{
    public static IReadOnlyList<string> Problems(ServiceModel model, string operation, StubRequest request)
    {
        var problems = new List<string>();
        var form = new Node();
        foreach (KeyValuePair<string, string> parameter in request.Form)
        {
            if (!form.TrySet(parameter.Key, parameter.Value))
            {
                problems.Add($"{parameter.Key} is there twice");
            }
        }

        Expect(problems, "Action", operation, form.Take("Action"));
        Expect(problems, "Version", model.ApiVersion, form.Take("Version"));
        Expect(problems, "the method", "POST", request.Method);
        Expect(problems, "the path", "/", request.Path);
        Expect(problems, "the signature's service", model.IsUnsigned(operation) ? null : model.SigningName, SignedService(request));
        if (model.Input(operation) is Shape input)
        {
            Check(problems, input, form, operation);
        }
        else
        {
            problems.AddRange(form.Children.Keys.Select(name => $"{operation} takes no {name}"));
        }

        return problems;
    }

    private static void Check(List<string> problems, Shape shape, Node node, string path)
    {
        switch (shape.Type)
        {
            case "structure":
                problems.AddRange(shape.Required.Where(name => !node.Children.ContainsKey(name)).Select(name => $"{path} needs {name}"));
                foreach (KeyValuePair<string, Node> child in node.Children)
                {
                    if (shape.Members.TryGetValue(child.Key, out Shape? member))
                    {
                        Check(problems, member, child.Value, path + "." + child.Key);
                    }
                    else
                    {
                        problems.Add($"{path} takes no {child.Key}");
                    }
                }

                break;
            case "list":
                CheckList(problems, shape, node, path);
                break;
            default:
                if (node.Value is null || node.Children.Count > 0)
                {
                    problems.Add($"{path} is a single value");
                }
                else if (ShapeValues.Problem(shape, node.Value) is string problem)
                {
                    problems.Add($"{path} = '{node.Value}' {problem}");
                }

                break;
        }
    }

    private static void CheckList(List<string> problems, Shape list, Node node, string path)
    {
        Node items = node;
        if (!list.IsFlattened)
        {
            string wrapper = list.Item.LocationName ?? "member";
            problems.AddRange(node.Children.Keys.Where(name => name != wrapper).Select(name => $"{path} is a list and takes no {name}"));
            items = node.Children.GetValueOrDefault(wrapper) ?? new Node();
        }

        IEnumerable<string> expected = Enumerable.Range(1, items.Children.Count).Select(item => item.ToString(CultureInfo.InvariantCulture));
        if (!expected.OrderBy(name => name, StringComparer.Ordinal).SequenceEqual(items.Children.Keys.OrderBy(name => name, StringComparer.Ordinal), StringComparer.Ordinal))
        {
            problems.Add($"{path} is not numbered from 1");
        }

        if (items.Children.Count < (list.Min ?? 0) || items.Children.Count > (list.Max ?? int.MaxValue))
        {
            problems.Add($"{path} has {items.Children.Count} items");
        }

        foreach (KeyValuePair<string, Node> item in items.Children)
        {
            Check(problems, list.Item, item.Value, path + "." + item.Key);
        }
    }

    private static void Expect(List<string> problems, string what, string? expected, string? actual)
    {
        if (expected != actual)
        {
            problems.Add($"{what} is '{actual}' and not '{expected}'");
        }
    }

    private static string? SignedService(StubRequest request) =>
        request.Headers.TryGetValue("Authorization", out string? authorization) ? authorization.Split('/')[3] : null;

    /// <summary>A form as a tree: <c>Tags.member.1.Key</c> is four levels deep.</summary>
    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public string? Value { get; private set; }

        public bool TrySet(string path, string value)
        {
            Node node = this;
            foreach (string part in path.Split('.'))
            {
                if (!node.Children.TryGetValue(part, out Node? child))
                {
                    child = new Node();
                    node.Children.Add(part, child);
                }

                node = child;
            }

            bool isFirst = node.Value is null;
            node.Value = value;
            return isFirst;
        }

        public string? Take(string name)
        {
            string? value = Children.GetValueOrDefault(name)?.Value;
            Children.Remove(name);
            return value;
        }
    }
}
