using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace KeyRotation.Aws.Query;

/// <summary>An element of an answer, read by the names of the API model. What is required and missing is a malformed answer.</summary>
internal sealed class AnswerElement
{
    /// <summary>The model's timestamps, with and without fractions.</summary>
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private readonly XElement element;
    private readonly Func<string, ServiceException> malformed;

    /// <param name="element">The element.</param>
    /// <param name="malformed">Makes the failure of an answer that is not what the model says.</param>
    public AnswerElement(XElement element, Func<string, ServiceException> malformed)
    {
        this.element = element;
        this.malformed = malformed;
    }

    /// <summary>How many bytes the answer had; 0 for a part of it.</summary>
    public long Size { get; init; }

    public string? Text(string name) => Child(name)?.Value;

    /// <summary>A value that must be there and say something.</summary>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    /// <summary>A value that must be there and may be empty.</summary>
    public string Present(string name) => Text(name) ?? throw Missing(name);

    public bool IsTrue(string name) => Text(name) == "true";

    public DateTimeOffset? Time(string name) => Text(name) is string text ? Parse(name, text) : null;

    public DateTimeOffset RequiredTime(string name) => Parse(name, Required(name));

    public AnswerElement Structure(string name) => new(Child(name) ?? throw Missing(name), malformed);

    public AnswerElement? Find(string name) => Child(name) is XElement child ? new(child, malformed) : null;

    /// <summary>A list that must be there and may be empty.</summary>
    public IEnumerable<AnswerElement> List(string name) =>
        (Child(name) ?? throw Missing(name)).Elements().Where(item => item.Name.LocalName == "member").Select(item => new AnswerElement(item, malformed));

    public ServiceException Malformed(string what) => malformed(what);

    private ServiceException Missing(string name) => Malformed($"'{name}' is missing in '{element.Name.LocalName}'");

    private XElement? Child(string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private DateTimeOffset Parse(string name, string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : throw Malformed($"'{name}' is not a time");
}
