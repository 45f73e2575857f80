namespace KeyRotation.Sandbox.Errors;

/// <summary>The refusals that all services share, in AWS's wording: clients are known to read the texts.</summary>
internal static class AwsErrors
{
    public static AwsErrorException Validation(string message) => new("ValidationError", 400, message);

    public static AwsErrorException MustBeSet(string member) =>
        Validation("1 validation error detected: Value at '" + member + "' failed to satisfy constraint: Member must not be null");

    public static AwsErrorException MustSatisfy(string member, string value, string constraint) =>
        Validation("1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: Member must " + constraint);

    public static AwsErrorException InvalidAction(string action, string version) =>
        new("InvalidAction", 400, "Could not find operation " + action + " for version " + version);

    public static AwsErrorException AccessDenied(string principalArn, string action, string resource) =>
        new("AccessDenied", 403, "User: " + principalArn + " is not authorized to perform: " + action + " on resource: " + resource
            + " because no identity-based policy allows the " + action + " action");

    public static AwsErrorException DeniedByControlPolicy(string principalArn, string action, string resource, string policyArn) =>
        new("AccessDenied", 403, "User: " + principalArn + " is not authorized to perform: " + action + " on resource: " + resource
            + " with an explicit deny in a service control policy: " + policyArn);

    public static AwsErrorException MissingAuthentication() =>
        new("MissingAuthenticationToken", 403, "Request is missing Authentication Token");

    public static AwsErrorException IncompleteSignature(string message) => new("IncompleteSignature", 400, message);

    public static AwsErrorException InvalidToken() =>
        new("InvalidClientTokenId", 403, "The security token included in the request is invalid.");

    public static AwsErrorException ExpiredToken() =>
        new("ExpiredToken", 403, "The security token included in the request is expired");

    public static AwsErrorException SignatureMismatch(string message) => new("SignatureDoesNotMatch", 403, message);

    public static AwsErrorException ServiceFailure() =>
        new("ServiceFailure", 500, "The request processing has failed because of an unknown error, exception or failure.");

    public static AwsErrorException Throttling() => new("Throttling", 400, "Rate exceeded");
}
