using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Http;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Services;

/// <summary>Takes AWS calls: lets faults happen, checks the signature, has the work done and writes the log.</summary>
internal sealed class ServiceEndpoint
{
    /// <summary>How often a call that waits looks whether it can end.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly Func<string?, IServiceRoom> roomOf;
    private readonly SandboxClock clock;
    private readonly CallLog calls;
    private readonly FaultPlan faults;
    private readonly TimeSpan latency;

    /// <param name="roomOf">The account of an access key, and of a call that no key signs.</param>
    /// <param name="clock">The sandbox's time.</param>
    /// <param name="calls">Where calls are noted.</param>
    /// <param name="faults">What is to go wrong.</param>
    /// <param name="latency">Real time that passes before a call is answered.</param>
    public ServiceEndpoint(
        Func<string?, IServiceRoom> roomOf, SandboxClock clock, CallLog calls, FaultPlan faults, TimeSpan latency)
    {
        this.roomOf = roomOf;
        this.clock = clock;
        this.calls = calls;
        this.faults = faults;
        this.latency = latency;
    }

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var number = calls.NextNumber();
        var at = clock.UtcNow;
        var authorization = new Lazy<AuthorizationHeader?>(() => AuthorizationHeader.Read(request));
        var keyId = KeyIdOf(authorization);
        var room = roomOf(keyId);
        var call = room.Protocols.Select(protocol => protocol.Read(request)).OfType<IServiceCall>().First();
        var fault = faults.Take(call.Operation, call.UserName);
        await WaitAsync(latency, cancellationToken);
        var isAnswerDelayed = fault?.Kind == FaultKind.DelayAnswer;
        await WaitAsync(isAnswerDelayed ? TimeSpan.Zero : fault?.Delay ?? TimeSpan.Zero, cancellationToken);
        Signer? signer = null;
        ServiceAnswer? done = null;
        ServiceAnswer Do() => done = Work(request, call, () => signer = room.Signatures.Authenticate(request, authorization.Value, call.Scope));
        var answer = FaultyAnswer.Give(fault, call, Do);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < answer.Patience;)
        {
            await Task.Delay(Glance, cancellationToken);
            answer = Do();
        }

        var noted = new Call(number, at, call.Scope.Service, call.Operation, keyId, call.ForLog(), answer.Outcome, call.Changes)
        {
            Region = signer?.Region,
            SourceAddress = request.SourceAddress,
            UserAgent = request.Header("user-agent"),
        };
        calls.Add(noted);
        if (signer is not null && done is not null)
        {
            room.Note(noted with { Outcome = done.Outcome }, signer, done);
        }

        await WaitAsync(isAnswerDelayed ? fault!.Delay : TimeSpan.Zero, cancellationToken);
        return answer.Response;
    }

    private static ServiceAnswer Work(HttpRequest request, IServiceCall call, Func<Signer> authenticate)
    {
        try
        {
            return call.IsAt(request.Path)
                ? call.Answer(authenticate)
                : throw new AwsErrorException("UnknownOperationException", 404, "There is nothing at " + request.Path);
        }
        catch (AwsErrorException error)
        {
            return call.Refuse(error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A mistake of the sandbox's own: the client should see it, and not a connection that hangs.
            var message = "The sandbox itself failed: " + error.GetType().Name + ": " + error.Message;
            return call.Refuse(new AwsErrorException("InternalFailure", 500, message));
        }
    }

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
