using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Signing;

/// <summary>What the Authorization header of a signed request says.</summary>
internal sealed record AuthorizationHeader(
    string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Signature, string Timestamp)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public string Scope => Date + "/" + Region + "/" + Service + "/aws4_request";

    /// <summary>Whether the header, if there is one, names this service: enough to find who is to answer.</summary>
    public static bool IsSignedFor(HttpRequest request, string service) =>
        request.Header("authorization")?.Contains("/" + service + "/aws4_request", StringComparison.Ordinal) == true;

    /// <summary>Reads the header; null when the request carries none.</summary>
    /// <exception cref="AwsErrorException">IncompleteSignature: it is there and cannot be read.</exception>
    public static AuthorizationHeader? Read(HttpRequest request)
    {
        if (request.Header("authorization") is not { Length: > 0 } header)
        {
            return null;
        }

        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw AwsErrors.IncompleteSignature("Unsupported AWS 'algorithm': '" + header.Split(' ')[0] + "'.");
        }

        var parts = Parts(header[(Algorithm.Length + 1)..]);
        var timestamp = request.Header("x-amz-date");
        var missing = string.Concat(
            Missing(parts, "Credential"), Missing(parts, "Signature"), Missing(parts, "SignedHeaders"),
            timestamp is null ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " : string.Empty);
        if (missing.Length > 0)
        {
            throw AwsErrors.IncompleteSignature(missing + "Authorization=" + Algorithm);
        }

        var credential = parts["Credential"].Split('/');
        return credential.Length == 5 && credential[4] == "aws4_request"
            ? new(credential[0], credential[1], credential[2], credential[3], parts["SignedHeaders"].Split(';'), parts["Signature"], timestamp!)
            : throw AwsErrors.IncompleteSignature(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + parts["Credential"] + "'");
    }

    private static Dictionary<string, string> Parts(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(',').Select(part => part.Trim()))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && equals < part.Length - 1)
            {
                parts[part[..equals]] = part[(equals + 1)..];
            }
        }

        return parts;
    }

    private static string Missing(Dictionary<string, string> parts, string name) =>
        parts.ContainsKey(name) ? string.Empty : "Authorization header requires '" + name + "' parameter. ";
}
