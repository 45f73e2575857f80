using KeyRotation.Sandbox.Errors;

namespace KeyRotation.Sandbox.Sts;

/// <summary>The refusals of STS, in AWS's wording.</summary>
internal static class StsErrors
{
    public static AwsErrorException RoleExists(string roleName) =>
        new("EntityAlreadyExists", 409, "Role with name " + roleName + " already exists.");

    public static AwsErrorException LongerThanRole() => AwsErrors.Validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

    public static AwsErrorException LongerThanChaining() =>
        AwsErrors.Validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

    public static AwsErrorException WrongCode() =>
        new("AccessDenied", 403, "MultiFactorAuthentication failed with invalid MFA one time pass code.");

    public static AwsErrorException SessionOfSession() =>
        new("AccessDenied", 403, "Cannot call GetSessionToken with session credentials");

    public static AwsErrorException WebIdentityNotAuthorized() =>
        new("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity");
}
