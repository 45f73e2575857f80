using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace KeyRotation.Aws.Query;

/// <summary>
/// A client of the query protocol on the SDK's own pipeline: its signer, retries, credentials and HTTP. Every
/// failure comes out as a <see cref="ServiceException"/>.
/// </summary>
internal sealed class QueryClient : AmazonServiceClient
{
    private readonly ServiceIdentity service;
    private readonly InvokeOptions options;

    /// <param name="credentials">What signs the calls; null for calls that go out unsigned.</param>
    /// <param name="config">Where the calls go.</param>
    /// <param name="time">Learns AWS's time from the answers.</param>
    public QueryClient(AWSCredentials? credentials, ServiceClientConfig config, ServerTime time)
        : base(credentials ?? new AnonymousAWSCredentials(), config)
    {
        service = config.Service;
        options = new InvokeOptions
        {
            RequestMarshaller = new QueryMarshaller(service.ServiceId, service.Version),
            ResponseUnmarshaller = new QueryUnmarshaller(time),
        };
    }

    /// <summary>Never: answers hold secrets, and whoever logs the SDK's answers would log them.</summary>
    protected override bool SupportResponseLogging => false;

    /// <summary>Calls an operation that answers with a result.</summary>
    public async Task<AnswerElement> CallAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        XElement answer = await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        XElement result = answer.Elements().FirstOrDefault(element => element.Name.LocalName == request.Operation + "Result")
            ?? throw ServiceErrors.Malformed(service.SigningName, request.Operation, "the answer has no result");
        return new AnswerElement(result, service.SigningName, request.Operation);
    }

    /// <summary>Calls an operation that answers with nothing but success.</summary>
    public Task ChangeAsync(QueryRequest request, CancellationToken cancellationToken) => AnswerAsync(request, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        bool isSigned = ExplicitAWSCredentials is not AnonymousAWSCredentials;
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new FixedAuthScheme(isSigned));
    }

    /// <summary>The answer to this operation and to no other: what something in between makes up is not taken for one.</summary>
    private async Task<XElement> AnswerAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        QueryResponse response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Root?.Name.LocalName == request.Operation + "Response"
            ? response.Root
            : throw ServiceErrors.Malformed(service.SigningName, request.Operation, $"it is a '{response.Root?.Name.LocalName}'");
    }

    private async Task<QueryResponse> SendAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await InvokeAsync<QueryResponse>(request, options, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonServiceException problem)
        {
            throw ServiceErrors.Typed(service.SigningName, request.Operation, problem);
        }
        catch (XmlException problem)
        {
            // Neither its text nor itself goes on: both may quote the answer, and the answer may hold a secret.
            throw ServiceErrors.Malformed(service.SigningName, request.Operation, $"it is not XML from line {problem.LineNumber}, position {problem.LinePosition} on");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or TimeoutException or AmazonClientException
            or ProcessAWSCredentialException or InvalidOperationException)
        {
            // The last two: credentials that expire while we work, and cannot be had again.
            throw ServiceErrors.NoAnswer(service.SigningName, request.Operation, problem);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServiceErrors.NoAnswer(service.SigningName, request.Operation, problem);
        }
    }

    private sealed class FixedAuthScheme : BaseAuthResolverHandler
    {
        private readonly bool isSigned;

        public FixedAuthScheme(bool isSigned) => this.isSigned = isSigned;

        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            isSigned ? AuthSchemeOption.DEFAULT_SIGV4 : AuthSchemeOption.DEFAULT_NOAUTH;
    }
}
