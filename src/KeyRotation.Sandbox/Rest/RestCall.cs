using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Rest;

/// <summary>A call in the protocol REST JSON.</summary>
internal sealed class RestCall : IServiceCall
{
    private readonly RestService service;
    private readonly RestOperation? operation;
    private readonly HttpRequest request;

    public RestCall(RestService service, HttpRequest request)
    {
        this.service = service;
        this.request = request;
        operation = service.Find(request);
    }

    public SigningScope Scope => service.Scope;

    public string Operation => operation?.Name ?? request.Method + " " + request.Path;

    public string? UserName => null;

    public bool Changes => operation?.Changes == true;

    public bool IsAt(string path) => true;

    public IReadOnlyDictionary<string, string> ForLog() => new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = request.Path };

    public ServiceAnswer Answer(Func<Signer> authenticate)
    {
        if (operation is null)
        {
            throw new AwsErrorException("UnknownOperationException", 404, string.Empty);
        }

        var signer = authenticate();
        var action = service.Name + ":" + operation.Name;
        if (!ActionPattern.Allows(signer.AllowedActions, action))
        {
            throw AwsErrors.AccessDenied(signer.Arn, action, request.Path);
        }

        return new(Json(200, operation.Handle(new RestContext(request, signer)), error: null), "200");
    }

    public ServiceAnswer Refuse(AwsErrorException error)
    {
        var (code, status) = error.ErrorCode switch
        {
            "ServiceFailure" => ("InternalServerErrorException", 500),
            "AccessDenied" => ("AccessDeniedException", 403),
            "InvalidClientTokenId" => ("UnrecognizedClientException", 403),
            "SignatureDoesNotMatch" => ("InvalidSignatureException", 403),
            "Throttling" => ("TooManyRequestsException", 429),
            var own => (own, error.HttpStatus),
        };
        return new(Json(status, new JsonObject { ["message"] = error.Message, ["__type"] = code }, code), code);
    }

    private static HttpResponse Json(int status, JsonObject body, string? error) => new(status, "application/json", body.ToJsonString())
    {
        Headers =
        [
            new("x-amzn-RequestId", Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture)),
            .. error is null ? Array.Empty<KeyValuePair<string, string>>() : [new("x-amzn-ErrorType", error)],
        ],
    };
}
