using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace KeyRotation.Sandbox.Tests.Support;

/// <summary>Signs as a client does; written for itself, so that the sandbox is not checked against its own code.</summary>
internal sealed class SignatureVersion4
{
    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    public string? SessionToken { get; init; }

    public string Service { get; init; } = "iam";

    public string Region { get; init; } = "us-east-1";

    /// <summary>The operation of a service in JSON, as it is told in the header x-amz-target.</summary>
    public string? Target { get; init; }

    public bool SignsHost { get; init; } = true;

    public DateTimeOffset Time { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The headers that make a request to this host, path and query a signed one.</summary>
    public IReadOnlyDictionary<string, string> Headers(string method, string host, string query, string body)
    {
        var timestamp = Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["x-amz-date"] = timestamp };
        if (SignsHost)
        {
            headers["host"] = host;
        }

        if (SessionToken is not null)
        {
            headers["x-amz-security-token"] = SessionToken;
        }

        if (Target is not null)
        {
            headers["x-amz-target"] = Target;
        }

        var names = string.Join(';', headers.Keys);
        var canonical = method + "\n/\n" + query + "\n" + string.Concat(headers.Select(header => header.Key + ":" + header.Value + "\n"))
            + "\n" + names + "\n" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var scope = timestamp[..8] + "/" + Region + "/" + Service + "/aws4_request";
        var toSign = "AWS4-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretAccessKey), Hmac);
        headers["Authorization"] =
            "AWS4-HMAC-SHA256 Credential=" + AccessKeyId + "/" + scope + ", SignedHeaders=" + names + ", Signature=" + Hex(Hmac(key, toSign));
        return headers;
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
