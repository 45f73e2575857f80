using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sandbox.Http;

/// <summary>A request as it arrived: path, query and header values are raw, as signatures need them.</summary>
internal sealed class HttpRequest
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> headers;

    public HttpRequest(string method, string target, bool isHttp11, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        Method = method;
        Path = question < 0 ? target : target[..question];
        Query = question < 0 ? string.Empty : target[(question + 1)..];
        Body = body;
        this.headers = headers;
        var connection = Header("connection") ?? string.Empty;
        KeepAlive = isHttp11
            ? !connection.Contains("close", StringComparison.OrdinalIgnoreCase)
            : connection.Contains("keep-alive", StringComparison.OrdinalIgnoreCase);
    }

    public string Method { get; }

    public string Path { get; }

    public string Query { get; }

    public byte[] Body { get; }

    public bool KeepAlive { get; }

    /// <summary>The address of the client's end of the connection. A header that claims another one is not believed.</summary>
    public string? SourceAddress { get; set; }

    public IEnumerable<string> Headers(string name) =>
        headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    public string? Header(string name) => Headers(name).FirstOrDefault();
}
