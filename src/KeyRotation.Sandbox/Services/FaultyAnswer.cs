using System;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services;

/// <summary>What becomes of a call when a fault hits it.</summary>
internal static class FaultyAnswer
{
    private const string Html = "<html><head><title>503 Service Unavailable</title></head><body><h1>503 Service Unavailable</h1></body></html>";

    /// <summary>The answer to a call; <paramref name="work"/> is done only if the fault lets it.</summary>
    public static ServiceAnswer Give(Fault? fault, QueryService service, Func<ServiceAnswer> work)
    {
        switch (fault?.Kind)
        {
            case null or FaultKind.Delay or FaultKind.DelayAnswer:
                return work();
            case FaultKind.Throttle:
                return ServiceAnswer.Failure(service, AwsErrors.Throttling());
            case FaultKind.ServiceFailure:
                return ServiceAnswer.Failure(service, AwsErrors.ServiceFailure());
            case FaultKind.Error:
                var status = fault.HttpStatus == 0 ? 400 : fault.HttpStatus;
                return ServiceAnswer.Failure(service, new AwsErrorException(fault.ErrorCode!, status, "Ordered from the sandbox: " + fault.ErrorCode));
            case FaultKind.HtmlUnavailable:
                return new(new HttpResponse(503, "text/html", Html), Name(fault));
            case FaultKind.CutBefore:
                return new(HttpResponse.None, Name(fault));
            default:
                return Spoil(fault, service, work());
        }
    }

    private static ServiceAnswer Spoil(Fault fault, QueryService service, ServiceAnswer done) => fault.Kind switch
    {
        FaultKind.CutAfter => new(HttpResponse.None, Name(fault)),
        FaultKind.CutDuring => new(done.Response with { Delivery = Delivery.Half }, Name(fault)),
        FaultKind.MalformedAnswer => new(done.Response with { Body = done.Response.Body[..(done.Response.Body.Length * 2 / 3)] }, Name(fault)),
        FaultKind.ErrorAfter => ServiceAnswer.Failure(service, AwsErrors.ServiceFailure()) with { Outcome = Name(fault) },
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "There is no such kind of fault."),
    };

    private static string Name(Fault fault) => fault.Kind.ToString();
}
