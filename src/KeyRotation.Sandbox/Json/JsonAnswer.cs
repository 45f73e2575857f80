using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;

namespace KeyRotation.Sandbox.Json;

/// <summary>Answers in the protocol JSON 1.1.</summary>
internal static class JsonAnswer
{
    private const string InternalFailure = "ServiceFailure";

    // The frame of AWS that all services stand in has other names for its refusals here than in the query protocol.
    private static readonly FrozenDictionary<string, string> FrameErrors = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["MissingAuthenticationToken"] = "MissingAuthenticationTokenException",
        ["IncompleteSignature"] = "IncompleteSignatureException",
        ["InvalidClientTokenId"] = "UnrecognizedClientException",
        ["ExpiredToken"] = "ExpiredTokenException",
        ["SignatureDoesNotMatch"] = "InvalidSignatureException",
        ["ValidationError"] = "ValidationException",
        ["Throttling"] = "ThrottlingException",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ServiceAnswer Success(JsonObject? result) => new(Json(200, result?.ToJsonString() ?? string.Empty), "200");

    public static ServiceAnswer Failure(JsonService service, AwsErrorException error)
    {
        var (code, status, member) = error.ErrorCode switch
        {
            InternalFailure => (service.InternalError, 500, "Message"),
            "AccessDenied" => ("AccessDeniedException", 400, "Message"),
            var shared when FrameErrors.TryGetValue(shared, out var name) => (name, 400, "message"),
            var own => (own, error.HttpStatus, service.MessageMember),
        };
        var body = new JsonObject { ["__type"] = code };
        if (error.Message.Length > 0)
        {
            body[member] = error.Message;
        }

        return new(Json(status, body.ToJsonString()), code);
    }

    private static HttpResponse Json(int status, string body) => new(status, "application/x-amz-json-1.1", body)
    {
        Headers = [new("x-amzn-RequestId", Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture))],
    };
}
