namespace KeyRotation.Sandbox.Queues;

/// <summary>The refusals of SQS, in AWS's wording.</summary>
internal static class QueueErrors
{
    public static AwsErrorException NoQueue() => new("QueueDoesNotExist", 400, "The specified queue does not exist.");

    public static AwsErrorException NoReceipt() => new("ReceiptHandleIsInvalid", 400, "The input receipt handle is invalid.");

    public static AwsErrorException NotInFlight() => new("MessageNotInflight", 400, "The specified message isn't in flight.");
}
