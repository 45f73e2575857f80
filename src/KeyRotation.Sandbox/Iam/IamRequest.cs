using KeyRotation.Sandbox.Errors;
using KeyRotation.Sandbox.Query;

namespace KeyRotation.Sandbox.Iam;

/// <summary>The parameters that several operations of IAM take.</summary>
internal static class IamRequest
{
    /// <summary>The UserName parameter; without it, the user that signs.</summary>
    /// <exception cref="AwsErrorException">ValidationError: not given, and the signer is no user.</exception>
    public static string UserNameOrSigner(this QueryContext context)
    {
        if (context.Parameters.Optional("UserName") is { } given)
        {
            IamRules.ExistingUserName(given);
            return given;
        }

        return context.Signer.UserName ?? throw AwsErrors.Validation("Must specify userName when calling with non-User credentials");
    }

    public static string RequiredUserName(this QueryContext context)
    {
        var name = context.Parameters.Required("UserName");
        IamRules.ExistingUserName(name);
        return name;
    }

    public static string RequiredAccessKeyId(this QueryContext context)
    {
        var id = context.Parameters.Required("AccessKeyId");
        IamRules.AccessKeyId(id);
        return id;
    }

    /// <summary>The user as the caller named it, as AWS writes it in a refusal.</summary>
    public static string UserResource(QueryContext context) => "user " + (context.Parameters.Optional("UserName") ?? context.Signer.UserName ?? "null");
}
