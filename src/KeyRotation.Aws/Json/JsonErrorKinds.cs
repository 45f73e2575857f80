using System;
using System.Collections.Generic;

namespace KeyRotation.Aws.Json;

/// <summary>The codes of Secrets Manager and Parameter Store that mean something to delivery.</summary>
internal static class JsonErrorKinds
{
    public static readonly IReadOnlyDictionary<string, ServiceErrorKind> Kinds = new Dictionary<string, ServiceErrorKind>(StringComparer.Ordinal)
    {
        ["ResourceNotFoundException"] = ServiceErrorKind.NotFound,
        ["ParameterNotFound"] = ServiceErrorKind.NotFound,
        ["ResourceExistsException"] = ServiceErrorKind.AlreadyExists,
        ["ParameterAlreadyExists"] = ServiceErrorKind.AlreadyExists,
        ["InvalidRequestException"] = ServiceErrorKind.Conflict,
        ["TooManyUpdates"] = ServiceErrorKind.Throttled,
        ["InvalidParameterException"] = ServiceErrorKind.InvalidInput,
        ["ValidationException"] = ServiceErrorKind.InvalidInput,
        ["InvalidKeyId"] = ServiceErrorKind.InvalidInput,
        ["HierarchyLevelLimitExceededException"] = ServiceErrorKind.InvalidInput,
        ["LimitExceededException"] = ServiceErrorKind.QuotaReached,
        ["ParameterLimitExceeded"] = ServiceErrorKind.QuotaReached,
        ["ParameterMaxVersionLimitExceeded"] = ServiceErrorKind.QuotaReached,
        ["InternalServiceError"] = ServiceErrorKind.ServiceFailure,
        ["InternalServerError"] = ServiceErrorKind.ServiceFailure,
    };
}
