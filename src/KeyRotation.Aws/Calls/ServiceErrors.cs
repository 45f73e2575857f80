using System;
using Amazon.Runtime;

namespace KeyRotation.Aws.Calls;

/// <summary>Turns error codes and failures into typed errors. What they say comes from outside, and passes <see cref="ForeignText"/>.</summary>
internal static class ServiceErrors
{
    public static ServiceException Typed(string service, string host, ServiceRequest request, AmazonServiceException problem)
    {
        int status = (int)problem.StatusCode;
        if (status == 0)
        {
            return NoAnswer(service, host, request, problem);
        }

        return new ServiceException(
            KindOf(problem.ErrorCode, status),
            service,
            request.Operation,
            Clean(problem.ErrorCode, request),
            ForeignText.Clean(problem.Message, request.Secrets),
            ForeignText.Keep(problem, request.Secrets))
        {
            HttpStatus = status,
            RequestId = Clean(problem.RequestId, request),
        };
    }

    public static ServiceException Malformed(string service, string operation, string what) =>
        new(ServiceErrorKind.MalformedAnswer, service, operation, code: null, $"The answer cannot be understood: {ForeignText.Clean(what)}");

    public static ServiceException OverLimit(string service, string operation, AnswerLimitException problem) =>
        new(problem.Kind, service, operation, code: null, problem.Message, problem);

    public static ServiceException NoAnswer(string service, string host, ServiceRequest request, Exception problem)
    {
        Exception cause = problem.GetBaseException();
        string text = cause is OperationCanceledException ? "no answer in time" : ForeignText.Clean(cause.Message, request.Secrets);
        return new ServiceException(ServiceErrorKind.NoAnswer, service, request.Operation, code: null, $"No answer from {host}: {text}", ForeignText.Keep(problem, request.Secrets));
    }

    private static string? Clean(string? text, ServiceRequest request) => text is null ? null : ForeignText.Clean(text, request.Secrets);

    private static ServiceErrorKind KindOf(string? code, int status)
    {
        if (code is not null && ErrorKinds.OfCode.TryGetValue(code, out ServiceErrorKind kind))
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
