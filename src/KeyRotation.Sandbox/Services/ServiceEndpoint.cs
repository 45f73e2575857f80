using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Services;

/// <summary>Takes AWS calls: finds the service, lets faults happen, checks signature and permission, has the work done and writes the log.</summary>
internal sealed class ServiceEndpoint
{
    private readonly QueryService iam;
    private readonly QueryService sts;
    private readonly SignatureCheck signatures;
    private readonly SandboxClock clock;
    private readonly CallLog calls;
    private readonly FaultPlan faults;
    private readonly TimeSpan latency;

    public ServiceEndpoint(SandboxAccount account, SandboxClock clock, CallLog calls, FaultPlan faults, SandboxOptions options)
    {
        this.clock = clock;
        this.calls = calls;
        this.faults = faults;
        latency = options.Latency;
        signatures = new SignatureCheck(account);
        iam = IamService.Create(account, new CredentialReports(account, clock, options));
        sts = StsService.Create(account);
    }

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var number = calls.NextNumber();
        var at = clock.UtcNow;
        var parameters = new QueryParameters(request);
        var authorization = new Lazy<AuthorizationHeader?>(() => AuthorizationHeader.Read(request));
        var service = Route(request, parameters);
        var name = OperationName(request, parameters);
        var fault = faults.Take(name, parameters.Optional("UserName"));
        await WaitAsync(latency, cancellationToken);
        var isAnswerDelayed = fault?.Kind == FaultKind.DelayAnswer;
        await WaitAsync(isAnswerDelayed ? TimeSpan.Zero : fault?.Delay ?? TimeSpan.Zero, cancellationToken);
        var answer = FaultyAnswer.Give(fault, service, () => Work(request, parameters, authorization, service));
        var changes = service.Find(name)?.Changes ?? !IsRead(name);
        calls.Add(new Call(number, at, service.Name, name, KeyIdOf(authorization), parameters.ForLog(), answer.Outcome, changes));
        await WaitAsync(isAnswerDelayed ? fault!.Delay : TimeSpan.Zero, cancellationToken);
        return answer.Response;
    }

    private static ServiceAnswer Done(QueryService service, QueryParameters parameters, ServiceOperation operation, Signer? signer)
    {
        var context = new OperationContext(parameters, signer, service.XmlNamespace);
        var action = service.Name + ":" + operation.Name;
        if (operation.Resource is { } resource && !ActionPattern.Allows(context.Signer.AllowedActions, action))
        {
            throw AwsErrors.AccessDenied(context.Signer.Arn, action, resource(context));
        }

        return ServiceAnswer.Success(service, operation.Name, operation.Handle(context)?.ToArray());
    }

    private ServiceAnswer Work(HttpRequest request, QueryParameters parameters, Lazy<AuthorizationHeader?> authorization, QueryService service)
    {
        try
        {
            if (request.Path != "/")
            {
                throw new AwsErrorException("UnknownOperationException", 404, "There is nothing at " + request.Path);
            }

            var operation = parameters.Version == service.Version ? service.Find(parameters.Action) : null;
            if (operation is null)
            {
                throw AwsErrors.InvalidAction(OperationName(request, parameters), parameters.Version);
            }

            var signer = operation.IsUnsigned ? null : signatures.Authenticate(request, authorization.Value, service.Name);
            return Done(service, parameters, operation, signer);
        }
        catch (AwsErrorException error)
        {
            return ServiceAnswer.Failure(service, error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A mistake of the sandbox's own: the client should see it, and not a connection that hangs.
            var message = "The sandbox itself failed: " + error.GetType().Name + ": " + error.Message;
            return ServiceAnswer.Failure(service, new AwsErrorException("InternalFailure", 500, message));
        }
    }

    // The version names the service; a request without a known one goes where its signature is meant for.
    private QueryService Route(HttpRequest request, QueryParameters parameters)
    {
        if (parameters.Version == iam.Version || parameters.Version == sts.Version)
        {
            return parameters.Version == iam.Version ? iam : sts;
        }

        return request.Header("authorization")?.Contains("/sts/aws4_request", StringComparison.Ordinal) == true ? sts : iam;
    }

    // Services with a JSON protocol name the operation in a header. None of them is here yet; the log should still say what was wanted.
    private static string OperationName(HttpRequest request, QueryParameters parameters) => parameters.Action.Length > 0
        ? parameters.Action
        : request.Header("x-amz-target")?.Split('.')[^1] ?? "(none)";

    private static bool IsRead(string operation) =>
        operation.StartsWith("Get", StringComparison.Ordinal) || operation.StartsWith("List", StringComparison.Ordinal)
        || operation.StartsWith("Describe", StringComparison.Ordinal) || operation == "(none)";

    private static string? KeyIdOf(Lazy<AuthorizationHeader?> authorization)
    {
        try
        {
            return authorization.Value?.AccessKeyId;
        }
        catch (AwsErrorException)
        {
            return null;
        }
    }

    private static Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time > TimeSpan.Zero ? Task.Delay(time, cancellationToken) : Task.CompletedTask;
}
