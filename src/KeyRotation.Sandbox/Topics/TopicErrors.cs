namespace KeyRotation.Sandbox.Topics;

/// <summary>The refusals of SNS, in AWS's wording.</summary>
internal static class TopicErrors
{
    public static AwsErrorException NoTopic() => new("NotFound", 404, "Topic does not exist");

    public static AwsErrorException Invalid(string what) => new("InvalidParameter", 400, "Invalid parameter: " + what);
}
