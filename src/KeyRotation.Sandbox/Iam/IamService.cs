using System;
using KeyRotation.Sandbox.Query;
using KeyRotation.Sandbox.Signing;

namespace KeyRotation.Sandbox.Iam;

/// <summary>AWS Identity and Access Management.</summary>
internal static class IamService
{
    public static QueryService Create(IamStore store, CredentialReportStore reports, Func<QueryContext, string, string?> denyingPolicy) => new(
        new SigningScope("iam", SigningRegions.OnePerPartition), "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/",
        [
            .. new IamUsers(store).Operations(),
            .. new IamAccessKeys(store).Operations(),
            .. new IamTags(store).Operations(),
            .. new IamPolicies(store).Operations(),
            .. new IamGroups(store).Operations(),
            .. new CredentialReportOperations(reports).Operations(),
        ])
    {
        DenyingPolicy = denyingPolicy,
        SecretParameters = ["Password", "OldPassword", "NewPassword", "AuthenticationCode1", "AuthenticationCode2", "PrivateKey"],
    };
}
