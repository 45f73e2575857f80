using System;
using System.Collections.Generic;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// The error codes that mean something here. Some are declared in the API models; others, like AccessDenied and
/// Throttling, are common to all services ("Common errors" in the API references).
/// </summary>
internal static class ErrorKinds
{
    public static readonly IReadOnlyDictionary<string, ServiceErrorKind> OfCode = new Dictionary<string, ServiceErrorKind>(StringComparer.Ordinal)
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
        ["ExpiredToken"] = ServiceErrorKind.SessionEnded,
        ["ExpiredTokenException"] = ServiceErrorKind.SessionEnded,
        ["InvalidIdentityToken"] = ServiceErrorKind.InvalidSignature,
        ["IDPRejectedClaim"] = ServiceErrorKind.InvalidSignature,
        ["ReportNotPresent"] = ServiceErrorKind.ReportMissing,
        ["ReportExpired"] = ServiceErrorKind.ReportMissing,
        ["ReportInProgress"] = ServiceErrorKind.ReportInProgress,
        ["ServiceFailure"] = ServiceErrorKind.ServiceFailure,
        ["InternalFailure"] = ServiceErrorKind.ServiceFailure,
        ["ServiceUnavailable"] = ServiceErrorKind.ServiceFailure,

        // Organizations.
        ["AWSOrganizationsNotInUseException"] = ServiceErrorKind.NoOrganization,
        ["TooManyRequestsException"] = ServiceErrorKind.Throttled,
        ["InvalidInputException"] = ServiceErrorKind.InvalidInput,
        ["ParentNotFoundException"] = ServiceErrorKind.NotFound,
        ["TargetNotFoundException"] = ServiceErrorKind.NotFound,
        ["AccountNotFoundException"] = ServiceErrorKind.NotFound,
        ["ChildNotFoundException"] = ServiceErrorKind.NotFound,
        ["PolicyNotFoundException"] = ServiceErrorKind.NotFound,
        ["ConcurrentModificationException"] = ServiceErrorKind.Conflict,
        ["ServiceException"] = ServiceErrorKind.ServiceFailure,

        // GuardDuty.
        ["BadRequestException"] = ServiceErrorKind.InvalidInput,
        ["InternalServerErrorException"] = ServiceErrorKind.ServiceFailure,

        // AWS Config.
        ["NoSuchConfigRuleException"] = ServiceErrorKind.NotFound,
        ["NoSuchConfigurationRecorderException"] = ServiceErrorKind.NotFound,
        ["InvalidParameterValueException"] = ServiceErrorKind.InvalidInput,
        ["MaxNumberOfConfigRulesExceededException"] = ServiceErrorKind.QuotaReached,
        ["ResourceInUseException"] = ServiceErrorKind.Conflict,

        // Security Hub: it is not enabled in the account and region, or does not know the product.
        ["InvalidAccessException"] = ServiceErrorKind.NotFound,
        ["InternalException"] = ServiceErrorKind.ServiceFailure,

        // SQS and Step Functions.
        ["QueueDoesNotExist"] = ServiceErrorKind.NotFound,
        ["MessageNotInflight"] = ServiceErrorKind.NotFound,
        ["ReceiptHandleIsInvalid"] = ServiceErrorKind.NotFound,
        ["RequestThrottled"] = ServiceErrorKind.Throttled,
        ["OverLimit"] = ServiceErrorKind.QuotaReached,
        ["TaskDoesNotExist"] = ServiceErrorKind.NotFound,
        ["TaskTimedOut"] = ServiceErrorKind.NotFound,
        ["InvalidToken"] = ServiceErrorKind.InvalidInput,
        ["InvalidAddress"] = ServiceErrorKind.InvalidInput,

        // SNS.
        ["NotFound"] = ServiceErrorKind.NotFound,
        ["AuthorizationError"] = ServiceErrorKind.AccessDenied,
        ["KMSAccessDenied"] = ServiceErrorKind.AccessDenied,
        ["KMSThrottling"] = ServiceErrorKind.Throttled,
        ["InvalidParameter"] = ServiceErrorKind.InvalidInput,
        ["ParameterValueInvalid"] = ServiceErrorKind.InvalidInput,
        ["InvalidSecurity"] = ServiceErrorKind.InvalidSignature,
        ["InternalError"] = ServiceErrorKind.ServiceFailure,

        // SES.
        ["NotFoundException"] = ServiceErrorKind.NotFound,
        ["MessageRejected"] = ServiceErrorKind.InvalidInput,
        ["MailFromDomainNotVerifiedException"] = ServiceErrorKind.InvalidInput,

        // Secrets Manager and Parameter Store.
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
