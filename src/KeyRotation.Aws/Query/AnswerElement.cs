using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Aws.Query;

/// <summary>An element of an answer, read by the names of the API model. What is required and missing is a malformed answer.</summary>
internal sealed class AnswerElement
{
    private readonly XElement element;
    private readonly string service;
    private readonly string operation;

    public AnswerElement(XElement element, string service, string operation)
    {
        this.element = element;
        this.service = service;
        this.operation = operation;
    }

    public string? Text(string name) => Child(name)?.Value;

    public string Required(string name) => Text(name) ?? throw Malformed($"'{name}' is missing in '{element.Name.LocalName}'");

    public bool IsTrue(string name) => Text(name) == "true";

    public DateTimeOffset? Time(string name) => Text(name) is string text ? Parse(name, text) : null;

    public DateTimeOffset RequiredTime(string name) => Parse(name, Required(name));

    public AnswerElement Structure(string name) =>
        new(Child(name) ?? throw Malformed($"'{name}' is missing in '{element.Name.LocalName}'"), service, operation);

    public IEnumerable<AnswerElement> List(string name) =>
        (Child(name)?.Elements() ?? []).Where(item => item.Name.LocalName == "member").Select(item => new AnswerElement(item, service, operation));

    public IEnumerable<KeyValuePair<string, string>> Map(string name) =>
        (Child(name)?.Elements() ?? [])
            .Where(item => item.Name.LocalName == "entry")
            .Select(item => new AnswerElement(item, service, operation))
            .Select(item => new KeyValuePair<string, string>(item.Required("key"), item.Required("value")));

    public string Value => element.Value;

    public ServiceException Malformed(string what) => ServiceErrors.Malformed(service, operation, what);

    private XElement? Child(string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private DateTimeOffset Parse(string name, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw Malformed($"'{name}' is not a time: '{text}'");
}
