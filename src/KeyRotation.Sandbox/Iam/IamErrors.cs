namespace KeyRotation.Sandbox.Iam;

/// <summary>The refusals of IAM, in AWS's wording.</summary>
internal static class IamErrors
{
    public static AwsErrorException UserNotFound(string userName) =>
        new("NoSuchEntity", 404, "The user with name " + userName + " cannot be found.");

    public static AwsErrorException AccessKeyNotFound(string accessKeyId) =>
        new("NoSuchEntity", 404, "The Access Key with id " + accessKeyId + " cannot be found.");

    public static AwsErrorException UserExists(string userName) =>
        new("EntityAlreadyExists", 409, "User with name " + userName + " already exists.");

    public static AwsErrorException DeleteConflict(string what) =>
        new("DeleteConflict", 409, "Cannot delete entity, must delete " + what + " first.");

    public static AwsErrorException QuotaExceeded(string quota, int most) =>
        new("LimitExceeded", 409, "Cannot exceed quota for " + quota + ": " + most);

    public static AwsErrorException TooManyTags() =>
        new("LimitExceeded", 409, "The number of tags has reached the maximum limit.");

    public static AwsErrorException InvalidInput(string message) => new("InvalidInput", 400, message);

    public static AwsErrorException ReportNotPresent() =>
        new("ReportNotPresent", 410, "No report exists. Call GenerateCredentialReport to create one");

    public static AwsErrorException ReportExpired() =>
        new("ReportExpired", 410, "The most recent report has expired. Call GenerateCredentialReport to create a new one");

    public static AwsErrorException ReportInProgress() => new("ReportInProgress", 404, "Report generation is in progress");
}
