using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Signing;

/// <summary>The canonical form of a request, and the signature over it (Signature Version 4), from the bytes that arrived.</summary>
internal static class CanonicalRequest
{
    public static string Sign(HttpRequest request, AuthorizationHeader authorization, string secret)
    {
        var canonical = Hash(Encoding.UTF8.GetBytes(Build(request, authorization)));
        var toSign = string.Join('\n', "AWS4-HMAC-SHA256", authorization.Timestamp, authorization.Scope, canonical);
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { authorization.Date, authorization.Region, authorization.Service, "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Build(HttpRequest request, AuthorizationHeader authorization)
    {
        var text = new StringBuilder()
            .Append(request.Method).Append('\n')
            .Append(Path(request.Path)).Append('\n')
            .Append(Query(request.Query)).Append('\n');
        foreach (var name in authorization.SignedHeaders)
        {
            text.Append(name).Append(':').Append(string.Join(',', request.Headers(name).Select(Collapse))).Append('\n');
        }

        // The hash is of the body that arrived, whatever x-amz-content-sha256 says of it.
        return text.Append('\n').Append(string.Join(';', authorization.SignedHeaders)).Append('\n').Append(Hash(request.Body)).ToString();
    }

    // Every service but S3 encodes the path a second time.
    private static string Path(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Query(string query) => query.Length == 0 ? string.Empty : string.Join('&', query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(Pair)
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => pair.Key + "=" + pair.Value));

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(Normalize(text), string.Empty) : new(Normalize(text[..equals]), Normalize(text[(equals + 1)..]));
    }

    private static string Normalize(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private static string Collapse(string value) => Regex.Replace(value.Trim(), " {2,}", " ", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string Hash(byte[] bytes) => Hex(SHA256.HashData(bytes));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
