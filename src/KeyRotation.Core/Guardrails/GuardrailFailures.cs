namespace KeyRotation.Guardrails;

/// <summary>What goes wrong when a guardrail is written or looked for.</summary>
internal static class GuardrailFailures
{
    private const string InvalidId = "GuardrailInvalid";

    public static KeyRotationException NotATag(string name, string value) => Invalid(
        $"'{name}' = '{value}' cannot be the tag of an IAM user. The name has 1 to 128 characters and does not begin with aws:, the value has 256 at most; both are letters, digits, spaces and _.:/=+-@.");

    public static KeyRotationException NotAPath(string path) => Invalid(
        $"'{path}' is not a path of IAM users. Give what stands between user/ and the name in their ARNs, e.g. /human/.");

    public static KeyRotationException NotARole(string arn, bool isSession) => Invalid(isSession
        ? $"'{arn}' is the session of a role. AWS compares the ARN of the role: give that, with its path where it has one, e.g. arn:aws:iam::123456789012:role/KeyRotation."
        : $"'{arn}' is not the ARN of a role. Give one such as arn:aws:iam::123456789012:role/KeyRotation; * and ? are wildcards in the account and in the name.");

    public static KeyRotationException AnotherPartition(string arn, string partition) => Invalid(
        $"'{arn}' is of another partition than {partition}. An organization is in one partition: write a policy for each.");

    public static KeyRotationException RotatorMissing() => Invalid(
        "-ProtectJournal keeps everyone from the tags of the journal but the roles of -ExceptRoleArn, and the module cannot rotate without them. Give the role that rotates.");

    public static KeyRotationException TooLarge(int size) => new(
        "GuardrailTooLarge",
        FailureCategory.LimitsExceeded,
        target: null,
        $"The policy would have {size} characters, and a service control policy has {GuardrailOptions.LargestPolicy} at most. Give fewer roles, or one ARN with a wildcard for several.");

    public static KeyRotationException NoOrganization(CallerIdentity signer, ServiceException problem) => new(
        "NoOrganization",
        FailureCategory.ObjectNotFound,
        target: null,
        $"Account {signer.AccountId}, as {signer.Arn}, is in no organization, so that no service control policy holds there. Sign in to the management account of an organization.",
        problem);

    public static KeyRotationException NotRead(CallerIdentity signer, string? managementAccountId, ServiceException problem) => new(
        "GuardrailNotRead",
        FailureCategory.PermissionDenied,
        target: null,
        $"{signer.Arn} may not read the policies of the organization ({problem.Action}: {Failures.Sentence(problem.Message)}) "
        + $"Its management account{(managementAccountId is null ? string.Empty : $", {managementAccountId},")} and delegated administrators may: sign in there, and allow {problem.Action} to the identity that signs.",
        problem);

    public static KeyRotationException TargetNotFound(string targetId, string organizationId, ServiceException problem) => new(
        "GuardrailTargetNotFound",
        FailureCategory.ObjectNotFound,
        target: null,
        $"Organization {organizationId} has no {targetId}. Give the id of one of its accounts or units, or of its root.",
        problem);

    public static KeyRotationException TargetNotRead(string targetId, ServiceException problem)
    {
        KeyRotationException failure = Failures.Service(problem, target: null);
        return new KeyRotationException(failure.ErrorId, failure.Category, target: null, $"Which policies hold for {targetId} is not known. {failure.Message}", problem);
    }

    public static KeyRotationException PolicyNotRead(AttachedPolicy policy, ServiceException problem)
    {
        KeyRotationException failure = Failures.Service(problem, target: null);
        return new KeyRotationException(
            failure.ErrorId, failure.Category, target: null, $"What the service control policy {policy.Name} ({policy.Id}) denies is not known: where no other policy denies it, the answer is Unknown. {failure.Message}", problem);
    }

    public static KeyRotationException UsersNotRead(string accountId, ServiceException problem)
    {
        KeyRotationException failure = Failures.Service(problem, target: null);
        return new KeyRotationException(failure.ErrorId, failure.Category, target: null, $"Which users of account {accountId} could create a key is not known. {failure.Message}", problem);
    }

    private static KeyRotationException Invalid(string message) => new(InvalidId, FailureCategory.InvalidArgument, target: null, message);
}
