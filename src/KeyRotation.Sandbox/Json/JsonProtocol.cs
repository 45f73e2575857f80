using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Json;

/// <summary>The services in the protocol JSON 1.1. The target of a request names the service; one without goes where its signature is meant for.</summary>
internal sealed class JsonProtocol : IProtocol
{
    private readonly IReadOnlyList<JsonService> services;

    public JsonProtocol(params IReadOnlyList<JsonService> services) => this.services = services;

    public IServiceCall? Read(HttpRequest request) => ServiceOf(request) is { } service ? new JsonCall(service, request) : null;

    private JsonService? ServiceOf(HttpRequest request)
    {
        // What stands before the operation may have dots in it, as that of CloudTrail has.
        var target = request.Header("x-amz-target");
        var prefix = target?[..Math.Max(0, target.LastIndexOf('.'))];
        return prefix is null
            ? services.FirstOrDefault(service => AuthorizationHeader.IsSignedFor(request, service.Name) && IsJson(request))
            : services.FirstOrDefault(service => string.Equals(service.TargetPrefix, prefix, StringComparison.Ordinal));
    }

    private static bool IsJson(HttpRequest request) =>
        request.Header("content-type")?.StartsWith("application/x-amz-json-", StringComparison.OrdinalIgnoreCase) == true;
}
