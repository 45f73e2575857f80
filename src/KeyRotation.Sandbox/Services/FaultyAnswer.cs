using System;
using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Http;

namespace KeyRotation.Sandbox.Services;

/// <summary>What becomes of a call when a fault hits it.</summary>
internal static class FaultyAnswer
{
    private const string Html = "<html><head><title>503 Service Unavailable</title></head><body><h1>503 Service Unavailable</h1></body></html>";

    /// <summary>The answer to a call; <paramref name="work"/> is done only if the fault lets it.</summary>
    public static ServiceAnswer Give(Fault? fault, IServiceCall call, Func<ServiceAnswer> work)
    {
        switch (fault?.Kind)
        {
            case null or FaultKind.Delay or FaultKind.DelayAnswer:
                return work();
            case FaultKind.Throttle:
                return call.Refuse(AwsErrors.Throttling());
            case FaultKind.ServiceFailure:
                return call.Refuse(AwsErrors.ServiceFailure());
            case FaultKind.Error:
                var status = fault.HttpStatus == 0 ? 400 : fault.HttpStatus;
                return call.Refuse(new AwsErrorException(fault.ErrorCode!, status, "Ordered from the sandbox: " + fault.ErrorCode));
            case FaultKind.HtmlUnavailable:
                return new(new HttpResponse(503, "text/html", Html), Name(fault));
            case FaultKind.CutBefore:
                return new(HttpResponse.None, Name(fault));
            default:
                return Spoil(fault, call, work());
        }
    }

    private static ServiceAnswer Spoil(Fault fault, IServiceCall call, ServiceAnswer done) => fault.Kind switch
    {
        FaultKind.CutAfter => new(HttpResponse.None, Name(fault)),
        FaultKind.CutDuring => new(done.Response with { Body = Body(done), Arrival = Arrival.Half }, Name(fault)),
        FaultKind.MalformedAnswer => new(done.Response with { Body = Body(done)[..(Body(done).Length * 2 / 3)] }, Name(fault)),
        FaultKind.WrongDate => done with { Response = done.Response with { DateShift = TimeSpan.FromDays(30) } },
        FaultKind.NoDate => done with { Response = done.Response with { DateShift = null } },
        FaultKind.ErrorAfter => call.Refuse(AwsErrors.ServiceFailure()) with { Outcome = Name(fault) },
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "There is no such kind of fault."),
    };

    // Some operations answer without a body: of nothing, no half can be sent.
    private static byte[] Body(ServiceAnswer done) => done.Response.Body.Length > 0 ? done.Response.Body : "{}"u8.ToArray();

    private static string Name(Fault fault) => fault.Kind.ToString();
}
