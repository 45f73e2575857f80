namespace KeyRotation.Export;

/// <summary>What goes wrong when findings are imported into AWS Security Hub.</summary>
internal static class FindingFailures
{
    public static KeyRotationException NotAFinding(object item) => new(
        "NotAFinding",
        FailureCategory.InvalidArgument,
        target: null,
        $"A {item.GetType().FullName} is not a finding. Pipe what Test-AccessKeyCompliance gives, as it gives it: without Select-Object, and from this session.");

    public static KeyRotationException NotImported(ControlResult result, RejectedFinding rejected) => new(
        "FindingNotImported",
        FailureCategory.InvalidData,
        new KeyReference(result.AccountId, result.UserName, AccessKeyId: null),
        $"Security Hub did not take the finding {ForeignText.Clean(rejected.Id)} ({ForeignText.Clean(rejected.Code)}: {Failures.Sentence(ForeignText.Clean(rejected.Message))}) The others of its batch were imported. Correct what it names and run again.");

    public static KeyRotationException NotEnabled(string accountId, string region, ServiceException problem) => new(
        "SecurityHubNotEnabled",
        FailureCategory.ObjectNotFound,
        target: null,
        $"Security Hub takes no findings of account {accountId} in {region} ({Failures.Sentence(problem.Message)}) Enable it with: aws securityhub enable-security-hub --region {region}, or give the -Region where it is on.",
        problem);
}
