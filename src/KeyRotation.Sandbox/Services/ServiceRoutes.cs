using System;
using System.Linq;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Services.Json;
using KeyRotation.Sandbox.Services.Parameters;
using KeyRotation.Sandbox.Services.Secrets;

namespace KeyRotation.Sandbox.Services;

/// <summary>Finds the service that a request is for: all of them share one address.</summary>
internal sealed class ServiceRoutes
{
    private readonly QueryService iam;
    private readonly QueryService sts;
    private readonly JsonService[] jsonServices;

    public ServiceRoutes(SandboxAccount account, SandboxClock clock, SandboxOptions options)
    {
        iam = IamService.Create(account, new CredentialReports(account, clock, options));
        sts = StsService.Create(account);
        jsonServices = [SecretsManagerService.Create(account), ParameterStoreService.Create(account)];
    }

    public IServiceCall Read(HttpRequest request) => JsonServiceOf(request) is { } service ? new JsonCall(service, request) : QueryCallOf(request);

    // The target names the service; a request without one goes where its signature is meant for.
    private JsonService? JsonServiceOf(HttpRequest request)
    {
        var prefix = request.Header("x-amz-target")?.Split('.')[0];
        return prefix is null
            ? jsonServices.FirstOrDefault(service => IsSignedFor(request, service.Name) && IsJson(request))
            : jsonServices.FirstOrDefault(service => string.Equals(service.TargetPrefix, prefix, StringComparison.Ordinal));
    }

    // Here it is the version.
    private QueryCall QueryCallOf(HttpRequest request)
    {
        var parameters = new QueryParameters(request);
        var service = parameters.Version == iam.Version ? iam
            : parameters.Version == sts.Version || IsSignedFor(request, sts.Name) ? sts
            : iam;
        return new(service, parameters, request);
    }

    private static bool IsSignedFor(HttpRequest request, string service) =>
        request.Header("authorization")?.Contains("/" + service + "/aws4_request", StringComparison.Ordinal) == true;

    private static bool IsJson(HttpRequest request) =>
        request.Header("content-type")?.StartsWith("application/x-amz-json-", StringComparison.OrdinalIgnoreCase) == true;
}
