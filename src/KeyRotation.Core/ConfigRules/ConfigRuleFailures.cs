namespace KeyRotation.ConfigRules;

/// <summary>What goes wrong with the rules of AWS Config.</summary>
internal static class ConfigRuleFailures
{
    public static KeyRotationException RecorderMissing(string accountId, string region) => new(
        "ConfigRecorderMissing",
        FailureCategory.InvalidOperation,
        target: null,
        $"AWS Config records nothing in {region} of account {accountId}: it has no configuration recorder there. Set one up with aws configservice put-configuration-recorder, put-delivery-channel and "
        + "start-configuration-recorder (docs/config.md has the lines), or give the -Region where Config is on. Nothing was changed.");

    public static KeyRotationException RecorderStopped(string accountId, string region, ConfigRecorder recorder) => new(
        "ConfigRecorderStopped",
        FailureCategory.InvalidOperation,
        target: null,
        $"AWS Config records nothing in {region} of account {accountId}: its recorder {recorder.Name} is stopped. Start it with: aws configservice start-configuration-recorder "
        + $"--configuration-recorder-name {recorder.Name} --region {region}. Nothing was changed.");

    public static KeyRotationException UsersNotRecorded(string accountId, string region, ConfigRecorder recorder) => new(
        "ConfigUsersNotRecorded",
        FailureCategory.InvalidOperation,
        target: null,
        $"The recorder {recorder.Name} in {region} of account {accountId} does not record AWS::IAM::User, which the rule is about. AWS advises to put such a rule into one region, where users are recorded: "
        + $"give that -Region, or let this recorder record them with: aws configservice put-configuration-recorder --configuration-recorder name={recorder.Name},roleARN=ROLE "
        + $"--recording-group allSupported=true,includeGlobalResourceTypes=true --region {region}. Nothing was changed.");

    public static KeyRotationException NameTaken(string region, ConfigRule there, ConfigRule wanted) => new(
        "ConfigRuleNameTaken",
        FailureCategory.ResourceBusy,
        target: null,
        there.CreatedBy is null
            ? $"{there.Name} in {region} is a rule of another kind ({ForeignText.Clean(there.Source)}) and is not overwritten. Give another -Name."
            : $"{there.Name} in {region} was made by {ForeignText.Clean(there.CreatedBy)}, which alone may change it. Give another -Name than {wanted.Name}.");

    public static KeyRotationException RootHasNoDays() => new(
        "ConfigRuleInvalid",
        FailureCategory.InvalidArgument,
        target: null,
        "The rule on the root user has no limit in days: it requires that the root user has no access key. Leave -Days out.");

    public static KeyRotationException VerdictsNotRead(ConfigRule rule, string region, ServiceException problem) => NotRead($"What the AWS Config rule {ForeignText.Clean(rule.Name)} in {region} says of each user is not known.", problem);

    public static KeyRotationException NotCompared(string accountId, string region, ServiceException problem) =>
        NotRead($"What AWS Config says in {region} of account {accountId} is not known, so the results come without it.", problem);

    private static KeyRotationException NotRead(string text, ServiceException problem)
    {
        KeyRotationException failure = Failures.Service(problem, target: null);
        return new KeyRotationException(failure.ErrorId, failure.Category, target: null, $"{text} {failure.Message}", problem);
    }
}
