using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// What the clients of both protocols share: the SDK's own pipeline with its signer, retries, credentials and HTTP, and
/// typed errors. Every failure comes out as a <see cref="ServiceException"/>.
/// </summary>
internal abstract class ServiceClient : AmazonServiceClient
{
    private readonly InvokeOptions options;

    /// <param name="credentials">What signs the calls; null for calls that go out unsigned.</param>
    /// <param name="config">Where the calls go.</param>
    /// <param name="marshaller">Writes calls.</param>
    /// <param name="unmarshaller">Reads answers and errors.</param>
    protected ServiceClient(
        AWSCredentials? credentials,
        ServiceClientConfig config,
        IMarshaller<IRequest, AmazonWebServiceRequest> marshaller,
        ResponseUnmarshaller unmarshaller)
        : base(credentials ?? new AnonymousAWSCredentials(), config)
    {
        Service = config.Service;
        options = new InvokeOptions { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller };
    }

    /// <summary>Never: answers hold secrets, and whoever logs the SDK's answers would log them.</summary>
    protected override bool SupportResponseLogging => false;

    /// <summary>The region that calls are signed for, and go to.</summary>
    public string Region => Config.AuthenticationRegion;

    private ServiceIdentity Service { get; }

    /// <summary>Where calls go, for messages. An address may hold a user and a password; its authority does not.</summary>
    private string Host => new Uri(Config.ServiceURL).Authority;

    /// <summary>What it means that an answer is not what the model says.</summary>
    public ServiceException Malformed(string operation, string what) => ServiceErrors.Malformed(Service.SigningName, operation, what);

    /// <summary>What it means that an answer, or a list of many, goes beyond a limit.</summary>
    public ServiceException OverLimit(string operation, AnswerLimitException problem) => ServiceErrors.OverLimit(Service.SigningName, operation, problem);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        bool isSigned = ExplicitAWSCredentials is not AnonymousAWSCredentials;
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new BaseEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new FixedAuthScheme(isSigned));
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new ConnectionRetryPolicy(Config)));
        var own = (ServiceClientConfig)Config;
        pipeline.AddHandlerAfter<Unmarshaller>(new AnswerReader(own.Stopwatch));
        pipeline.AddHandlerAfter<Unmarshaller>(new SigningSecrets());
        if (own.Report is IReport report)
        {
            pipeline.AddHandler(new CallNotes(own.Service.SigningName, report));
        }
    }

    protected async Task<TResponse> SendAsync<TResponse>(ServiceRequest request, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, new()
    {
        try
        {
            return await InvokeAsync<TResponse>(request, options, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonUnmarshallingException problem)
        {
            // As the SDK for .NET Framework passes on what the reading of an answer throws, with the answer in its text.
            throw Malformed(request.Operation, (problem.InnerException as UnreadableAnswerException)?.Message ?? "it is not of its protocol");
        }
        catch (AmazonServiceException problem)
        {
            throw ServiceErrors.Typed(Service.SigningName, Host, request, problem);
        }
        catch (UnreadableAnswerException problem)
        {
            throw Malformed(request.Operation, problem.Message);
        }
        catch (AnswerLimitException problem)
        {
            throw OverLimit(request.Operation, problem);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or TimeoutException or AmazonClientException
            or ProcessAWSCredentialException or InvalidOperationException or KeyRotationException)
        {
            // The last three: credentials that expire while we work, and cannot be had again.
            throw ServiceErrors.NoAnswer(Service.SigningName, Host, request, problem);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServiceErrors.NoAnswer(Service.SigningName, Host, request, problem);
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
