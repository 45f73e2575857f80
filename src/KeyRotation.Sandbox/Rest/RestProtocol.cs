using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Rest;

/// <summary>The services in the protocol REST JSON. The signature of a request names the service.</summary>
internal sealed class RestProtocol : IProtocol
{
    private readonly IReadOnlyList<RestService> services;

    public RestProtocol(params IReadOnlyList<RestService> services) => this.services = services;

    public IServiceCall? Read(HttpRequest request) =>
        services.FirstOrDefault(service => AuthorizationHeader.IsSignedFor(request, service.Name)) is { } service ? new RestCall(service, request) : null;
}
