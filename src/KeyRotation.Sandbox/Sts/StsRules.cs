using KeyRotation.Sandbox.Errors;

namespace KeyRotation.Sandbox.Sts;

/// <summary>What STS takes, and how it refuses the rest.</summary>
internal static class StsRules
{
    public static void NewRoleName(string name) => MemberRules.Name("roleName", name, 64);

    public static void RoleArn(string arn) => MemberRules.Length("roleArn", arn, 20, 2048);

    public static void WebIdentityToken(string token) => MemberRules.Length("webIdentityToken", token, 1, 20000);

    public static void SessionName(string name)
    {
        MemberRules.Length("roleSessionName", name, 2, 64);
        MemberRules.Pattern("roleSessionName", name, @"[\w+=,.@-]*", @"^[A-Za-z0-9_+=,.@-]*\z");
    }
}
