using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Query;

namespace KeyRotation.Aws.Json;

/// <summary>A client of the JSON protocol.</summary>
internal sealed class JsonClient : ServiceClient
{
    /// <param name="credentials">What signs the calls.</param>
    /// <param name="config">Where the calls go.</param>
    /// <param name="time">Learns AWS's time from the answers.</param>
    public JsonClient(AWSCredentials credentials, ServiceClientConfig config, ServerTime time)
        : base(credentials, config, new JsonMarshaller(config.Service), new JsonUnmarshaller(time))
    {
    }

    /// <summary>Calls an operation.</summary>
    public Task<JsonAnswer> CallAsync(JsonRequest request, CancellationToken cancellationToken) =>
        SendAsync<JsonAnswer>(request, request.Operation, cancellationToken);

    /// <summary>What a required member that is missing means.</summary>
    public ServiceException Malformed(string operation, string what) => ServiceErrors.Malformed(Service.SigningName, operation, what);
}
