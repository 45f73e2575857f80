namespace KeyRotation.Sandbox.Findings;

/// <summary>The refusals of GuardDuty, in AWS's wording.</summary>
internal static class FindingErrors
{
    public const string BadRequest = "BadRequestException";

    public static AwsErrorException NotOwned(string detectorId) =>
        new(BadRequest, 400, "The request is rejected because the input detectorId is not owned by the current account. (" + detectorId + ")");

    public static AwsErrorException OutOfRange(string parameter) =>
        new(BadRequest, 400, "The request is rejected because the parameter " + parameter + " has an invalid value.");
}
