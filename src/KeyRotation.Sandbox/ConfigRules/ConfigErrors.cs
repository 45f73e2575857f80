namespace KeyRotation.Sandbox.ConfigRules;

/// <summary>The refusals of AWS Config, in AWS's wording.</summary>
internal static class ConfigErrors
{
    public const string InvalidToken = "InvalidNextTokenException";

    public static AwsErrorException NoRule(string name) =>
        new("NoSuchConfigRuleException", 400, "The ConfigRule '" + name + "' provided in the request is invalid. Please check the configRule name");

    public static AwsErrorException NoRecorder() =>
        new("NoAvailableConfigurationRecorderException", 400, "Configuration recorder is not available to put config rule.");

    public static AwsErrorException NoRecorderOf(string name) =>
        new("NoSuchConfigurationRecorderException", 400, "Cannot find configuration recorder with the specified name '" + name + "'.");

    public static AwsErrorException Invalid(string message) => new("InvalidParameterValueException", 400, message);

    public static AwsErrorException NotPermitted(string name) =>
        new("InsufficientPermissionsException", 400, "The rule " + name + " is a service-linked rule. Only the service that created it can change it.");
}
