using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using Amazon.Runtime;
using KeyRotation.Aws.Calls;

namespace KeyRotation.Aws.Query;

/// <summary>A client of the query protocol.</summary>
internal sealed class QueryClient : ServiceClient
{
    /// <param name="credentials">What signs the calls; null for calls that go out unsigned.</param>
    /// <param name="config">Where the calls go.</param>
    public QueryClient(AWSCredentials? credentials, ServiceClientConfig config)
        : base(credentials, config, new QueryMarshaller(config.Service.ServiceId, config.Service.Version), new QueryUnmarshaller(config.Time))
    {
    }

    /// <summary>Calls an operation that answers with a result.</summary>
    public async Task<AnswerElement> CallAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        QueryResponse answer = await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        XElement result = answer.Root!.Elements().FirstOrDefault(element => element.Name.LocalName == request.Operation + "Result")
            ?? throw Malformed(request.Operation, "the answer has no result");
        return new AnswerElement(result, what => Malformed(request.Operation, what)) { Size = answer.ContentLength };
    }

    /// <summary>Calls an operation that answers with nothing but success.</summary>
    public Task ChangeAsync(QueryRequest request, CancellationToken cancellationToken) => AnswerAsync(request, cancellationToken);

    /// <summary>The answer to this operation and to no other: what something in between makes up is not taken for one.</summary>
    private async Task<QueryResponse> AnswerAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        QueryResponse response = await SendAsync<QueryResponse>(request, cancellationToken).ConfigureAwait(false);
        return response.Root?.Name.LocalName == request.Operation + "Response"
            ? response
            : throw Malformed(request.Operation, $"it is a '{response.Root?.Name.LocalName}'");
    }
}
