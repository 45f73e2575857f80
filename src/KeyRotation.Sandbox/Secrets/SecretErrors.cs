namespace KeyRotation.Sandbox.Secrets;

/// <summary>The refusals of Secrets Manager, in AWS's wording.</summary>
internal static class SecretErrors
{
    public static AwsErrorException NotFound() => new("ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret.");

    public static AwsErrorException NoSuchValue(string by, string value) =>
        new("ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret value for " + by + ": " + value);

    public static AwsErrorException NameExists(string name) =>
        new("ResourceExistsException", 400, "The operation failed because the secret " + name + " already exists.");

    public static AwsErrorException TokenInUse(string token, string arn) => new(
        "ResourceExistsException", 400,
        "You can't use ClientRequestToken " + token + " because that value is already in use for a version of secret " + arn + ".");

    public static AwsErrorException InvalidRequest(string message) => new("InvalidRequestException", 400, message);

    public static AwsErrorException MarkedForDeletion() =>
        InvalidRequest("You can't perform this operation on the secret because it was marked for deletion.");

    public static AwsErrorException NameScheduledForDeletion() =>
        InvalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");

    public static AwsErrorException StageNotOfVersion() =>
        InvalidRequest("You provided a VersionStage that is not associated to the provided VersionId.");

    public static AwsErrorException NoToken() =>
        InvalidRequest("You must provide a ClientRequestToken value. We recommend a UUID-type value.");

    public static AwsErrorException NoValue() => InvalidRequest("You must provide either SecretString or SecretBinary.");

    public static AwsErrorException InvalidParameter(string message) => new("InvalidParameterException", 400, message);

    public static AwsErrorException TooManyTags() => InvalidParameter("A secret can have at most 50 tags.");

    public static AwsErrorException TooManyStages() =>
        new("LimitExceededException", 400, "A secret can have at most 20 staging labels.");
}
