using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Query;

/// <summary>What an operation is asked, by whom, and what it answers with.</summary>
internal sealed class QueryContext
{
    private readonly Signer? signer;
    private readonly XNamespace xmlNamespace;

    public QueryContext(QueryParameters parameters, Signer? signer, XNamespace xmlNamespace)
    {
        Parameters = parameters;
        this.signer = signer;
        this.xmlNamespace = xmlNamespace;
    }

    public QueryParameters Parameters { get; }

    public Signer Signer => signer ?? throw AwsErrors.MissingAuthentication();

    public XElement Element(string name, params object?[] content) => new(xmlNamespace + name, content);

    public XElement Element(string name, DateTimeOffset time) => Element(name, Text(time));

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// A list with its paging members. The marker is the sort key of the last item on the page before, so that items which come or go
    /// in between neither hide others nor show them twice.
    /// </summary>
    public IEnumerable<XElement> Page<T>(string listName, IEnumerable<T> sorted, Func<T, string> keyOf, Func<T, XElement> element)
    {
        var (after, most) = ReadPage();
        var rest = sorted.Where(item => after is null || StringComparer.OrdinalIgnoreCase.Compare(keyOf(item), after) > 0).Take(most + 1).ToArray();
        var page = rest.Take(most).ToArray();
        yield return Element(listName, page.Select(element));
        yield return Element("IsTruncated", rest.Length > most ? "true" : "false");
        if (rest.Length > most)
        {
            yield return Element("Marker", Convert.ToBase64String(Encoding.UTF8.GetBytes(keyOf(page[^1]))));
        }
    }

    /// <summary>After which sort key the page begins (null: at the first), and how many items it holds at most.</summary>
    /// <exception cref="AwsErrorException">ValidationError or MalformedInput.</exception>
    public (string? After, int Most) ReadPage() => (
        Parameters.Optional("Marker") is { } marker ? ReadMarker(marker) : null,
        Parameters.OptionalNumber("MaxItems", 1, 1000) ?? 100);

    private static string ReadMarker(string marker)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(marker));
        }
        catch (FormatException)
        {
            throw AwsErrors.Validation("Invalid Marker.");
        }
    }
}
