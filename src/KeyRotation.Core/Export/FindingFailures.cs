using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Export;

/// <summary>What goes wrong when findings are imported into AWS Security Hub.</summary>
internal static class FindingFailures
{
    private const int MostNames = 20;

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

    public static KeyRotationException NotUpdated(ControlResult result, RejectedFinding rejected) => new(
        "FindingNotUpdated",
        FailureCategory.InvalidData,
        new KeyReference(result.AccountId, result.UserName, AccessKeyId: null),
        $"Security Hub did not change the workflow of the finding {ForeignText.Clean(rejected.Id)} ({ForeignText.Clean(rejected.Code)}: {Failures.Sentence(ForeignText.Clean(rejected.Message))}) The others were changed. The next run tries it again.");

    /// <summary>The tags of users could not be read, for one cause.</summary>
    public static KeyRotationException ExemptionUnknown(string accountId, IReadOnlyList<string> userNames, ServiceException problem)
    {
        KeyRotationException cause = Failures.Service(problem, target: null);
        string users = string.Join(", ", userNames.Take(MostNames)) + (userNames.Count > MostNames ? $" and {userNames.Count - MostNames} more" : string.Empty);
        return new(
            "ExemptionUnknown",
            cause.Category,
            userNames.Count == 1 ? new KeyReference(accountId, userNames[0], AccessKeyId: null) : null,
            $"Whether users of account {accountId} are exempt is not known ({users}), so the workflow of their findings stays as it is. {cause.Message}",
            problem);
    }

    public static KeyRotationException NotEnabled(string accountId, string region, ServiceException problem) => new(
        "SecurityHubNotEnabled",
        FailureCategory.ObjectNotFound,
        target: null,
        $"Security Hub takes no findings of account {accountId} in {region} ({Failures.Sentence(problem.Message)}) Enable it with: aws securityhub enable-security-hub --region {region}, or give the -Region where it is on.",
        problem);
}
