using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;

namespace KeyRotation.Sandbox.Tests.Support;

/// <summary>What the sandbox answered.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseMessage Message)
{
    public XDocument Xml => XDocument.Parse(Text);

    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The error code of a service in JSON; null: the call was answered.</summary>
    public string? JsonCode => Status == 200 ? null : Field("__type");

    /// <summary>The error text of a service in JSON, however it spells the member.</summary>
    public string? JsonErrorText => Field("Message") ?? Field("message");

    public string? Code => Value("Code");

    public string? ErrorText => Value("Message");

    public string? Marker => Value("Marker");

    public string? Field(string name) => Json[name]?.ToString();

    public string? Value(string name) => Named(name).FirstOrDefault()?.Value;

    public IReadOnlyList<XElement> All(string name) => Named(name).ToArray();

    public static async Task<Answer> ReadAsync(HttpResponseMessage message, CancellationToken cancellationToken) =>
        new((int)message.StatusCode, await message.Content.ReadAsStringAsync(cancellationToken), message);

    private IEnumerable<XElement> Named(string name) =>
        Xml.Descendants().Where(element => string.Equals(element.Name.LocalName, name, StringComparison.Ordinal));
}
