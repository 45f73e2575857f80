namespace KeyRotation.Sandbox.Organizations;

/// <summary>The refusals of AWS Organizations, in AWS's wording.</summary>
internal static class OrganizationErrors
{
    public const string InvalidInput = "InvalidInputException";

    public static AwsErrorException NotInUse() => new("AWSOrganizationsNotInUseException", 400, "Your account is not a member of an organization.");

    public static AwsErrorException NoPermission() => new("AccessDeniedException", 400, "You don't have permissions to access this resource.");

    public static AwsErrorException NoParent() => new("ParentNotFoundException", 400, "You specified parent that doesn't exist.");

    public static AwsErrorException NoChild() => new("ChildNotFoundException", 400, "You specified a child that doesn't exist.");

    public static AwsErrorException NoPolicy() => new("PolicyNotFoundException", 400, "You specified a policy that doesn't exist.");

    public static AwsErrorException NoTarget() => new("TargetNotFoundException", 400, "You specified a target that doesn't exist.");
}
