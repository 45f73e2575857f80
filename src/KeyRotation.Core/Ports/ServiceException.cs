using System;

namespace KeyRotation;

/// <summary>Kinds of refusals and failures.</summary>
public enum ServiceErrorKind
{
    /// <summary>A code that is not typed.</summary>
    Other,

    /// <summary>The signer may not do this (AccessDenied).</summary>
    AccessDenied,

    /// <summary>No such user, key or other thing (NoSuchEntity).</summary>
    NotFound,

    /// <summary>A quota is reached (LimitExceeded). Waiting does not help.</summary>
    QuotaReached,

    /// <summary>Too many calls (Throttling). The call was not carried out.</summary>
    Throttled,

    /// <summary>The request is wrong (InvalidInput, ValidationError, MalformedInput).</summary>
    InvalidInput,

    /// <summary>Somebody changes the same thing (ConcurrentModification).</summary>
    Conflict,

    /// <summary>A thing of that name is there already (ResourceExistsException, ParameterAlreadyExists).</summary>
    AlreadyExists,

    /// <summary>The key that signed is unknown, inactive or not yet known everywhere (InvalidClientTokenId).</summary>
    InvalidKey,

    /// <summary>The signature or the token is not accepted (SignatureDoesNotMatch, InvalidIdentityToken, …).</summary>
    InvalidSignature,

    /// <summary>The session that signed has ended (ExpiredToken).</summary>
    SessionEnded,

    /// <summary>There is no credential report (ReportNotPresent, ReportExpired).</summary>
    ReportMissing,

    /// <summary>The credential report is being made (ReportInProgress).</summary>
    ReportInProgress,

    /// <summary>The account that signs is in no organization (AWSOrganizationsNotInUseException).</summary>
    NoOrganization,

    /// <summary>The service failed (ServiceFailure, any HTTP 5xx).</summary>
    ServiceFailure,

    /// <summary>The answer could not be understood: cut off, not XML, or not what the model says.</summary>
    MalformedAnswer,

    /// <summary>No answer: no connection, a connection that broke, a time-out.</summary>
    NoAnswer,
}

/// <summary>A call that the service refused, failed or did not answer.</summary>
public sealed class ServiceException : Exception
{
    /// <summary>Describes a failed call.</summary>
    /// <param name="kind">What kind of failure.</param>
    /// <param name="service">The service's prefix in IAM actions, e.g. <c>iam</c>.</param>
    /// <param name="operation">The operation, e.g. <c>CreateAccessKey</c>.</param>
    /// <param name="code">The service's error code; null when there was none.</param>
    /// <param name="message">What the service or the connection said.</param>
    /// <param name="innerException">The cause.</param>
    public ServiceException(
        ServiceErrorKind kind,
        string service,
        string operation,
        string? code,
        string message,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Service = service;
        Operation = operation;
        Code = code;
    }

    /// <summary>What kind of failure.</summary>
    public ServiceErrorKind Kind { get; }

    /// <summary>The service's prefix in IAM actions.</summary>
    public string Service { get; }

    /// <summary>The operation.</summary>
    public string Operation { get; }

    /// <summary>The service's error code; null when there was none.</summary>
    public string? Code { get; }

    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public int HttpStatus { get; init; }

    /// <summary>The service's request id, for AWS Support.</summary>
    public string? RequestId { get; init; }

    /// <summary>The call as an IAM policy names it, e.g. <c>iam:CreateAccessKey</c>.</summary>
    public string Action => Service + ":" + Operation;

    /// <summary>
    /// True when the call may have been carried out although it failed: no answer, an answer that cannot be
    /// understood, or a failure inside the service. A refusal with an error code is clear: nothing was done.
    /// </summary>
    public bool IsUnclear => Kind is ServiceErrorKind.NoAnswer or ServiceErrorKind.MalformedAnswer or ServiceErrorKind.ServiceFailure;
}
