using System;
using System.Collections.Generic;
using Amazon.Runtime;
using KeyRotation.Aws.Json;

namespace KeyRotation.Aws.Query;

/// <summary>Turns error codes and failures into typed errors.</summary>
internal static class ServiceErrors
{
    /// <summary>
    /// The codes that mean something to rotation. Some are declared in the API models; others, like AccessDenied and
    /// Throttling, are common to all services ("Common errors" in the API references).
    /// </summary>
    public static readonly IReadOnlyDictionary<string, ServiceErrorKind> Kinds = new Dictionary<string, ServiceErrorKind>(StringComparer.Ordinal)
    {
        ["AccessDenied"] = ServiceErrorKind.AccessDenied,
        ["AccessDeniedException"] = ServiceErrorKind.AccessDenied,
        ["UnauthorizedOperation"] = ServiceErrorKind.AccessDenied,
        ["NoSuchEntity"] = ServiceErrorKind.NotFound,
        ["LimitExceeded"] = ServiceErrorKind.QuotaReached,
        ["Throttling"] = ServiceErrorKind.Throttled,
        ["ThrottlingException"] = ServiceErrorKind.Throttled,
        ["RequestLimitExceeded"] = ServiceErrorKind.Throttled,
        ["InvalidInput"] = ServiceErrorKind.InvalidInput,
        ["ValidationError"] = ServiceErrorKind.InvalidInput,
        ["MalformedInput"] = ServiceErrorKind.InvalidInput,
        ["ConcurrentModification"] = ServiceErrorKind.Conflict,
        ["EntityTemporarilyUnmodifiable"] = ServiceErrorKind.Conflict,
        ["InvalidClientTokenId"] = ServiceErrorKind.InvalidKey,
        ["UnrecognizedClientException"] = ServiceErrorKind.InvalidKey,
        ["SignatureDoesNotMatch"] = ServiceErrorKind.InvalidSignature,
        ["IncompleteSignature"] = ServiceErrorKind.InvalidSignature,
        ["MissingAuthenticationToken"] = ServiceErrorKind.InvalidSignature,
        ["RequestExpired"] = ServiceErrorKind.InvalidSignature,
        ["ExpiredToken"] = ServiceErrorKind.InvalidSignature,
        ["ExpiredTokenException"] = ServiceErrorKind.InvalidSignature,
        ["InvalidIdentityToken"] = ServiceErrorKind.InvalidSignature,
        ["IDPRejectedClaim"] = ServiceErrorKind.InvalidSignature,
        ["ReportNotPresent"] = ServiceErrorKind.ReportMissing,
        ["ReportExpired"] = ServiceErrorKind.ReportMissing,
        ["ReportInProgress"] = ServiceErrorKind.ReportInProgress,
        ["ServiceFailure"] = ServiceErrorKind.ServiceFailure,
        ["InternalFailure"] = ServiceErrorKind.ServiceFailure,
        ["ServiceUnavailable"] = ServiceErrorKind.ServiceFailure,
    };

    public static ServiceException Typed(string service, string operation, AmazonServiceException problem)
    {
        int status = (int)problem.StatusCode;
        if (status == 0)
        {
            return NoAnswer(service, operation, problem);
        }

        return new ServiceException(KindOf(problem.ErrorCode, status), service, operation, problem.ErrorCode, problem.Message, problem)
        {
            HttpStatus = status,
            RequestId = problem.RequestId,
        };
    }

    public static ServiceException Malformed(string service, string operation, string what) =>
        new(ServiceErrorKind.MalformedAnswer, service, operation, code: null, $"The answer cannot be understood: {what}");

    public static ServiceException NoAnswer(string service, string operation, Exception problem)
    {
        Exception cause = problem.GetBaseException();
        string text = cause is OperationCanceledException ? "no answer in time" : cause.Message;
        return new ServiceException(ServiceErrorKind.NoAnswer, service, operation, code: null, $"No answer: {text}", problem);
    }

    private static ServiceErrorKind KindOf(string? code, int status)
    {
        if (code is not null && (Kinds.TryGetValue(code, out ServiceErrorKind kind) || JsonErrorKinds.Kinds.TryGetValue(code, out kind)))
        {
            return kind;
        }

        return status switch
        {
            >= 500 => ServiceErrorKind.ServiceFailure,
            429 => ServiceErrorKind.Throttled,
            _ => code is null ? ServiceErrorKind.MalformedAnswer : ServiceErrorKind.Other,
        };
    }
}
