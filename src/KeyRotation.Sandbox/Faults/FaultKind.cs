namespace KeyRotation.Sandbox;

/// <summary>What goes wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>HTTP 400, Throttling (ThrottlingException of a service in JSON): Rate exceeded. The work is not done.</summary>
    Throttle,

    /// <summary>HTTP 500, ServiceFailure, or what the service calls it: InternalServiceError, InternalServerError. The work is not done.</summary>
    ServiceFailure,

    /// <summary>HTTP 503 with an HTML page and no error code, as from a load balancer. The work is not done.</summary>
    HtmlUnavailable,

    /// <summary>The connection is reset. The work is not done.</summary>
    CutBefore,

    /// <summary>The work is done; then the connection is reset, without a byte of an answer.</summary>
    CutAfter,

    /// <summary>The work is done; the head of the answer promises the whole body, half of the body arrives, and the connection is closed.</summary>
    CutDuring,

    /// <summary>The work is done; the answer is complete but its XML or JSON breaks off.</summary>
    MalformedAnswer,

    /// <summary>The call waits for <see cref="Fault.Delay"/> and then goes on as usual.</summary>
    Delay,

    /// <summary>The work is done, and the answer waits for <see cref="Fault.Delay"/>: time to end the client in between.</summary>
    DelayAnswer,

    /// <summary>The answer is <see cref="Fault.ErrorCode"/> with <see cref="Fault.HttpStatus"/>. The work is not done.</summary>
    Error,

    /// <summary>The work is done; the answer is HTTP 500, as of <see cref="ServiceFailure"/>.</summary>
    ErrorAfter,

    /// <summary>The work is done; the header Date of the answer is 30 days ahead.</summary>
    WrongDate,

    /// <summary>The work is done; the answer has no header Date.</summary>
    NoDate,
}
