using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Aws.Tests.Model;

/// <summary>
/// An answer made of the model: every member is there, each with a value of its own, so that a member that is read
/// under a wrong name is missing or brings the wrong value.
/// </summary>
internal sealed class ModelAnswer
{
    /// <summary>As many items as a list gets: enough for every status of a key.</summary>
    public const int Items = 3;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly XNamespace xmlNamespace;
    private readonly IReadOnlyDictionary<string, string> given;
    private int number;

    /// <param name="model">The service.</param>
    /// <param name="operation">The operation to answer.</param>
    /// <param name="firstNumber">Where the numbers of the values begin: pages get different ones.</param>
    /// <param name="given">Values that the test wants at certain places.</param>
    public ModelAnswer(ServiceModel model, string operation, int firstNumber = 0, params (string Path, string Value)[] given)
    {
        number = firstNumber;
        xmlNamespace = model.XmlNamespace;
        this.given = given.ToDictionary(value => value.Path, value => value.Value, StringComparer.Ordinal);
        var root = new XElement(xmlNamespace + (operation + "Response"));
        if (model.Output(operation) is Shape output)
        {
            root.Add(new XElement(xmlNamespace + (operation + "Result"), Members(output, path: string.Empty)));
        }

        root.Add(new XElement(xmlNamespace + "ResponseMetadata", new XElement(xmlNamespace + "RequestId", "request-of-" + operation)));
        Xml = root.ToString();
    }

    public string Xml { get; }

    /// <summary>The value at a place, e.g. <c>Users.member.1.UserName</c>.</summary>
    public string this[string path] => values[path];

    public DateTimeOffset Time(string path) => DateTimeOffset.Parse(values[path], CultureInfo.InvariantCulture);

    /// <summary>The values at a place of every item of a list.</summary>
    public IReadOnlyList<string> All(string list, string member) =>
        Enumerable.Range(1, Items).Select(item => values[$"{list}.member.{item}{(member.Length == 0 ? member : "." + member)}"]).ToList();

    private IEnumerable<XElement> Members(Shape structure, string path) =>
        structure.Members.Select(member => Element(member.Key, member.Value, path.Length == 0 ? member.Key : path + "." + member.Key));

    private XElement Element(string name, Shape shape, string path)
    {
        var element = new XElement(xmlNamespace + name);
        switch (shape.Type)
        {
            case "structure":
                element.Add(Members(shape, path));
                break;
            case "list":
                element.Add(Enumerable.Range(1, Items).Select(item => Element("member", shape.Item, $"{path}.member.{item}")));
                break;
            case "map":
                element.Add(Enumerable.Range(1, Items).Select(item => new XElement(
                    xmlNamespace + "entry",
                    Element("key", shape.Key, $"{path}.entry.{item}.key"),
                    Element("value", shape.Value, $"{path}.entry.{item}.value"))));
                break;
            default:
                string value = given.TryGetValue(path, out string? wanted) ? wanted : ShapeValues.Make(shape, number++);
                values[path] = value;
                element.Value = value;
                break;
        }

        return element;
    }
}
