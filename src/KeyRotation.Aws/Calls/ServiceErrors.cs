using System;
using Amazon.Runtime;

namespace KeyRotation.Aws.Calls;

/// <summary>Turns error codes and failures into typed errors.</summary>
internal static class ServiceErrors
{
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

    public static ServiceException OverLimit(string service, string operation, AnswerLimitException problem) =>
        new(problem.Kind, service, operation, code: null, problem.Message, problem);

    public static ServiceException NoAnswer(string service, string operation, Exception problem)
    {
        Exception cause = problem.GetBaseException();
        string text = cause is OperationCanceledException ? "no answer in time" : cause.Message;
        return new ServiceException(ServiceErrorKind.NoAnswer, service, operation, code: null, $"No answer: {text}", problem);
    }

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
