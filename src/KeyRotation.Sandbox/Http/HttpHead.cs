using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace KeyRotation.Sandbox.Http;

/// <summary>Request line and headers, read strictly: what is doubtful is refused and not guessed.</summary>
internal sealed class HttpHead
{
    private HttpHead(string method, string target, bool isHttp11, List<KeyValuePair<string, string>> headers)
    {
        Method = method;
        Target = target;
        IsHttp11 = isHttp11;
        Headers = headers;
        ContentLength = ReadContentLength();
        IsChunked = Values("transfer-encoding").Any();
        if (IsChunked && (ContentLength is not null || !Values("transfer-encoding").SequenceEqual(["chunked"], StringComparer.OrdinalIgnoreCase)))
        {
            throw new HttpFormatException(400, "Transfer-Encoding may only be chunked, and comes without Content-Length.");
        }

        if (Values("host").Count() != 1)
        {
            throw new HttpFormatException(400, "A request has exactly one Host header.");
        }
    }

    public string Method { get; }

    public string Target { get; }

    public bool IsHttp11 { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public long? ContentLength { get; }

    public bool IsChunked { get; }

    public bool ExpectsContinue => Values("expect").Any(value => string.Equals(value, "100-continue", StringComparison.OrdinalIgnoreCase));

    public static HttpHead Parse(byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length != 3 || words[0].Length == 0 || words[2] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            throw new HttpFormatException(400, "The first line is not that of an HTTP/1.1 request.");
        }

        var headers = lines.Skip(1).TakeWhile(line => line.Length > 0).Select(ParseHeader).ToList();
        return new HttpHead(words[0], OriginForm(words[1]), words[2] == "HTTP/1.1", headers);
    }

    // A client that thinks it talks to a proxy sends the whole address.
    private static string OriginForm(string target)
    {
        if (target.StartsWith('/'))
        {
            return target;
        }

        var authority = target.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            throw new HttpFormatException(400, "The request target is not a path.");
        }

        var path = target.IndexOf('/', authority + 3);
        return path < 0 ? "/" : target[path..];
    }

    private static KeyValuePair<string, string> ParseHeader(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t') || line.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new HttpFormatException(400, "A header line is not 'Name: value'.");
        }

        return new(line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }

    private long? ReadContentLength()
    {
        var values = Values("content-length").Distinct(StringComparer.Ordinal).ToArray();
        if (values.Length == 0)
        {
            return null;
        }

        return values.Length == 1 && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new HttpFormatException(400, "Content-Length is not a number.");
    }

    private IEnumerable<string> Values(string name) =>
        Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}
