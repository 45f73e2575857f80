using KeyRotation.Sandbox.Errors;

namespace KeyRotation.Sandbox.Parameters;

/// <summary>The refusals of Parameter Store, in AWS's wording.</summary>
internal static class ParameterErrors
{
    // AWS sends no message with it, and clients must not need one.
    public static AwsErrorException NotFound() => new("ParameterNotFound", 400, string.Empty);

    public static AwsErrorException VersionNotFound(string version, string name) => new(
        "ParameterVersionNotFound", 400,
        "Systems Manager could not find version " + version + " of " + name + ". Verify the version and try again.");

    public static AwsErrorException AlreadyExists() => new(
        "ParameterAlreadyExists", 400, "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");

    public static AwsErrorException Validation(string message) => AwsErrors.Validation(message);

    public static AwsErrorException TagsWithOverwrite() => Validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. "
        + "To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");

    public static AwsErrorException ReservedName(string name) =>
        new("AccessDeniedException", 400, "No access to reserved parameter name: " + name + ".");

    public static AwsErrorException InvalidName() => Validation(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash "
        + "symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");

    public static AwsErrorException TooManyLevels() => new(
        "HierarchyLevelLimitExceededException", 400,
        "A hierarchy can have a maximum of 15 levels.");

    public static AwsErrorException TypeMismatch() => new(
        "HierarchyTypeMismatchException", 400,
        "Parameter Store does not support changing a parameter type in a hierarchy. You must create a new, unique parameter.");

    public static AwsErrorException UnsupportedType(string type) =>
        AwsErrors.MustSatisfy("type", type, "satisfy enum value set: [SecureString, StringList, String]");

    public static AwsErrorException ValueTooLong(bool isAdvanced) => Validation(isAdvanced
        ? "Advanced tier parameters support a maximum parameter value of 8192 characters."
        : "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the "
            + "parameter to use the advanced-parameter tier. For more information, see "
            + "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html");

    public static AwsErrorException TooManyTags() => new("TooManyTagsError", 400, string.Empty);

    public static AwsErrorException InvalidResourceType() => new("InvalidResourceType", 400, string.Empty);

    public static AwsErrorException InvalidResourceId() => new("InvalidResourceId", 400, string.Empty);

    public static AwsErrorException InvalidFilterKey() => new("InvalidFilterKey", 400, string.Empty);

    public static AwsErrorException InvalidFilterOption(string option) =>
        new("InvalidFilterOption", 400, "The following filter option is not valid: " + option + ".");
}
