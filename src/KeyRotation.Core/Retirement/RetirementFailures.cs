using System;
using KeyRotation.Journal;
using static KeyRotation.Failures;

namespace KeyRotation.Retirement;

/// <summary>Failures of disabling, enabling and removing a key.</summary>
internal static class RetirementFailures
{
    public const string ReplacementNeverUsedId = "ReplacementNeverUsed";

    public const string OldKeyInUseId = "OldKeyInUse";

    public const string DestinationNotAskedId = "DestinationNotAsked";

    public static KeyRotationException NothingSuperseded(KeyReference user) => new(
        "NothingSuperseded",
        FailureCategory.ObjectNotFound,
        user,
        $"User {user.UserName} of account {user.AccountId} has no superseded key. Rotate first with New-RotatedAccessKey, or name a dormant key with -AccessKeyId.")
    {
        IsNothingToDo = true,
    };

    public static KeyRotationException NothingQuarantined(KeyReference user) => new(
        "NothingQuarantined",
        FailureCategory.ObjectNotFound,
        user,
        $"User {user.UserName} of account {user.AccountId} has no key that the journal calls quarantined. Name an inactive key with -AccessKeyId to enable it.")
    {
        IsNothingToDo = true,
    };

    public static KeyRotationException NothingRetired(KeyReference user) => new(
        "NothingRetired",
        FailureCategory.ObjectNotFound,
        user,
        $"User {user.UserName} of account {user.AccountId} has no inactive key that the journal knows. Disable one first with Disable-OldAccessKey, or name an inactive key with -AccessKeyId.")
    {
        IsNothingToDo = true,
    };

    public static KeyRotationException NoAccessKey(KeyReference user) => new(
        "NoAccessKey",
        FailureCategory.ObjectNotFound,
        user,
        $"User {user.UserName} of account {user.AccountId} has no access key: there is nothing to disable. Check the name and the account.");

    public static KeyRotationException KeyNotNamed(KeyReference user) => new(
        "KeyNotNamed",
        FailureCategory.InvalidArgument,
        user,
        $"User {user.UserName} of account {user.AccountId} has two keys, and which one is compromised is not guessed. Nothing was done. Name it with -AccessKeyId, as the finding does.");

    public static KeyRotationException CompromisedKeyUncertain(KeyReference key) => new(
        "CompromisedKeyUncertain",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not disabled: the evidence is about the user, who has two keys, and does not say which of them it is for. Nothing was done. The mail or the Health event of AWS names the key, or ask who uses each with "
        + $"Get-AccessKeyActivity -UserName {key.UserName}. Then: Disable-OldAccessKey -UserName {key.UserName} -AccessKeyId … -Compromised, with the other one too where that is not certain.");

    public static KeyRotationException KeyCompromised(KeyReference key, KeyRecord record) => new(
        "KeyCompromised",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is recorded as compromised since {Time(record.Since)}{(record.Finding is null ? string.Empty : $" (finding {record.Finding})")}, and is not enabled. "
        + $"Give the user a new key with New-RotatedAccessKey -UserName {key.UserName}. If the finding was wrong, repeat this with -Force, which clears the record.");

    public static KeyRotationException ReplacementNotActive(KeyReference key, string newKey) => new(
        "ReplacementNotActive",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not disabled: {newKey}, which replaced it, is not active or is compromised, and the user would be left without a working key. Enable {newKey}, or rotate again.");

    public static KeyRotationException ReplacementUnknown(KeyReference key, string newKey, EvidenceOfUse use) => new(
        "EvidenceUnknown",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not disabled: whether {newKey}, which replaced it, is in use is {use}. Run again when AWS answers, or allow iam:GetAccessKeyLastUsed to the identity that signs.");

    public static KeyRotationException ReplacementNeverUsed(KeyReference key, string newKey, string? place) => new(
        ReplacementNeverUsedId,
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not disabled: {newKey}, which replaced it, was never used, and its secret "
        + (place is null or KeyRecord.Output ? "was given to the output alone. " : $"is not known to be in its destination ({place}) any more. ")
        + $"Run again when an application uses {newKey}. If its secret is lost, replace it with New-RotatedAccessKey -UserName {key.UserName} -ReplaceUnused.");

    public static KeyRotationException DestinationNotAsked(KeyReference key, string newKey, string place) => new(
        DestinationNotAskedId,
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not disabled: {newKey}, which replaced it, was never used, and its secret was delivered to {place}, outside of the account, which was not asked whether it still holds it. "
        + $"Give the -Destination of the rotation to Disable-OldAccessKey or Invoke-AccessKeyRotation, or run again when an application uses {newKey}.");

    public static KeyRotationException OldKeyInUse(KeyReference key, EvidenceOfUse use, string? newKey, TimeSpan needed) => new(
        OldKeyInUseId,
        FailureCategory.ResourceBusy,
        key,
        $"{key} is still in use ({use}) and must be quiet for {Span(needed)}. Find what uses it (Get-AccessKeyActivity -AccessKeyId {key.AccessKeyId}), "
        + (newKey is null ? "and rotate it with New-RotatedAccessKey." : $"give it {newKey}, and run again."));

    /// <summary>The same refusal with a remark at its end.</summary>
    public static KeyRotationException WithRemark(KeyRotationException refusal, string remark) =>
        new(refusal.ErrorId, refusal.Category, refusal.Target, $"{refusal.Message} {remark}", refusal.InnerException) { RetryAfter = refusal.RetryAfter, IsNotDue = refusal.IsNotDue };

    public static KeyRotationException NotQuietLongEnough(KeyReference key, DateTimeOffset since, bool replaced, TimeSpan needed) => new(
        "NotQuietLongEnough",
        FailureCategory.InvalidOperation,
        key,
        $"{key} has not been quiet for {Span(needed)}: "
        + (replaced ? $"its replacement was verified at {Time(since)}." : $"it was created at {Time(since)}.")
        + $" Run again after {Time(since.Plus(needed))}, or with a shorter -UnusedFor.")
    {
        RetryAfter = since.Plus(needed),
        IsNotDue = true,
    };

    public static KeyRotationException DisableNotRecorded(KeyReference key, ServiceException problem) => new(
        "DisableNotRecorded",
        FailureCategory.PermissionDenied,
        key,
        $"{key} was made active again: its quarantine could not be recorded ({problem.Action}: {problem.Message}). {(problem.Kind == ServiceErrorKind.AccessDenied ? NextOfDenial(problem) : "Run again.")}",
        problem);

    public static KeyRotationException TagsNotRemoved(KeyReference key, ServiceException problem) => new(
        "TagsNotRemoved",
        CategoryOf(problem),
        key,
        $"{key} is removed, but its tags {JournalTags.ForKey(key.AccessKeyId!)} and {key.AccessKeyId} could not be ({Cause(problem)}). "
        + "They count towards the 50 tags of the user; its next rotation removes them.",
        problem);

    public static KeyRotationException DisableUnclear(KeyReference key, ServiceException problem) => new(
        "DisableUnclear",
        FailureCategory.ConnectionError,
        key,
        $"{key} is disabled, but AWS gave no clear answer when its quarantine was to be recorded ({problem.Message}). "
        + $"Run Disable-OldAccessKey again to record it, or Enable-OldAccessKey -UserName {key.UserName} -AccessKeyId {key.AccessKeyId} to bring it back.",
        problem);

    public static KeyRotationException KeyIsActive(KeyReference key, AccessKeyStatus status) => new(
        "KeyIsActive",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is {status}, and an active key is never deleted. Disable it first with Disable-OldAccessKey -UserName {key.UserName} -AccessKeyId {key.AccessKeyId}.");

    public static KeyRotationException QuarantineNotOver(KeyReference key, DateTimeOffset since, DateTimeOffset due) => new(
        "QuarantineNotOver",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is quarantined since {Time(since)}: it can be removed from {Time(due)} on. Until then Enable-OldAccessKey brings it back.")
    {
        RetryAfter = due,
        IsNotDue = true,
    };
}
