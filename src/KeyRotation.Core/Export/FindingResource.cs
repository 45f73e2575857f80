using KeyRotation.CredentialReports;

namespace KeyRotation.Export;

/// <summary>What a finding is about, in the words that Security Hub has for it.</summary>
internal static class FindingResource
{
    private const string User = "AwsIamUser";
    private const string Account = "AwsAccount";

    public static bool IsRoot(ControlResult result) => result.UserName == CredentialReportRow.RootUserName;

    /// <summary>Security Hub's own control of the root user's keys (IAM.4) is about the account.</summary>
    public static string TypeOf(ControlResult result) => IsRoot(result) ? Account : User;

    /// <summary>The partition that the ARN names; null when it is no ARN.</summary>
    public static string? PartitionOf(ControlResult result)
    {
        string[] parts = result.ResourceArn.Split(':');
        return parts.Length > 5 && parts[0] == "arn" && parts[1].Length > 0 ? parts[1] : null;
    }

    /// <summary>The path of an IAM user, e.g. <c>/apps/</c>; null when the ARN holds none.</summary>
    public static string? PathOf(ControlResult result)
    {
        string arn = result.ResourceArn;
        int begin = arn.IndexOf(":user/", System.StringComparison.Ordinal);
        int end = arn.LastIndexOf('/');
        return IsRoot(result) || begin < 0 ? null : arn.Substring(begin + 5, end - begin - 4);
    }
}
