namespace KeyRotation.Sandbox.Services;

/// <summary>AWS Identity and Access Management.</summary>
internal static class IamService
{
    public static QueryService Create(SandboxAccount account, CredentialReports reports) => new(
        "iam", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/",
        [
            .. new IamUsers(account).Operations(),
            .. new IamAccessKeys(account).Operations(),
            .. new IamTags(account).Operations(),
            .. new IamCredentialReports(reports).Operations(),
        ]);
}
