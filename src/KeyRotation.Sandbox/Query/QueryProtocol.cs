using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Query;

/// <summary>The services in the query protocol. The version of a request names the service, else its signature; the first answers what names none.</summary>
internal sealed class QueryProtocol : IProtocol
{
    private readonly IReadOnlyList<QueryService> services;
    private readonly string[] secretParameters;

    public QueryProtocol(params IReadOnlyList<QueryService> services)
    {
        this.services = services;

        // What is sent to the wrong service is no less secret.
        secretParameters = services.SelectMany(service => service.SecretParameters).ToArray();
    }

    public IServiceCall Read(HttpRequest request)
    {
        var parameters = new QueryParameters(request);
        var service = services.FirstOrDefault(service => service.Version == parameters.Version)
            ?? services.FirstOrDefault(service => AuthorizationHeader.IsSignedFor(request, service.Name))
            ?? services[0];
        return new QueryCall(service, parameters, request, secretParameters);
    }
}
