using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Json;

/// <summary>A client of the JSON protocol.</summary>
internal sealed class JsonClient : ServiceClient
{
    /// <param name="credentials">What signs the calls.</param>
    /// <param name="config">Where the calls go.</param>
    public JsonClient(AWSCredentials credentials, ServiceClientConfig config)
        : base(credentials, config, new JsonMarshaller(config.Service), new JsonUnmarshaller(config.Time))
    {
    }

    /// <summary>Calls an operation.</summary>
    public async Task<JsonAnswer> CallAsync(JsonRequest request, CancellationToken cancellationToken)
    {
        JsonAnswer answer = await SendAsync<JsonAnswer>(request, cancellationToken).ConfigureAwait(false);
        return answer.IsEmpty && !request.MayBeAnsweredEmpty ? throw Malformed(request.Operation, "it is empty") : answer;
    }
}
