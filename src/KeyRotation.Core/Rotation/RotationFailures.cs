using System;
using System.Collections.Generic;
using KeyRotation.Journal;
using static KeyRotation.Failures;

namespace KeyRotation.Rotation;

/// <summary>Failures of rotating a key.</summary>
internal static class RotationFailures
{
    public const string CreateUnclearId = "CreateUnclear";

    public static KeyRotationException KeyNotActive(KeyReference key, AccessKeyStatus status) => new(
        "KeyNotActive",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is {status}: only an active key is rotated. Enable it first with Enable-OldAccessKey, or leave it to Remove-RetiredAccessKey.");

    public static KeyRotationException NoActiveKey(KeyReference user) => new(
        "NoActiveKey",
        FailureCategory.ObjectNotFound,
        user,
        $"User {user.UserName} of account {user.AccountId} has no active key to rotate. Check the name, or name an inactive key to Enable-OldAccessKey first.")
    {
        IsNothingToDo = true,
    };

    public static KeyRotationException TwoActiveKeys(KeyReference key, IReadOnlyList<ListedKey> byAge, IReadOnlyList<EvidenceOfUse> uses) => new(
        "TwoActiveKeys",
        FailureCategory.LimitsExceeded,
        key,
        $"User {key.UserName} of account {key.AccountId} has two active keys, and IAM allows no third. "
        + $"The older is {byAge[0].AccessKeyId} (created {Time(byAge[0].CreateDate)}, {uses[0]}), "
        + $"the newer {byAge[1].AccessKeyId} (created {Time(byAge[1].CreateDate)}, {uses[1]}). "
        + $"Find out which one is needed. If it is not {Quieter(byAge, uses)}, make room: Disable-OldAccessKey -UserName {key.UserName} -AccessKeyId {Quieter(byAge, uses)} -UnusedFor 1d, "
        + $"which is refused while that key is in use; when its quarantine is over, Remove-RetiredAccessKey -UserName {key.UserName}; then rotate again.");

    /// <summary>The id of the key that has not been used for longer; a key that was never used counts from its creation.</summary>
    private static string Quieter(IReadOnlyList<ListedKey> keys, IReadOnlyList<EvidenceOfUse> uses) =>
        (uses[0].At ?? keys[0].CreateDate) <= (uses[1].At ?? keys[1].CreateDate) ? keys[0].AccessKeyId : keys[1].AccessKeyId;

    public static KeyRotationException ReplacementUsed(KeyReference key, EvidenceOfUse use) => new(
        "ReplacementUsed",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is in use ({use}), so -ReplaceUnused does not replace it. Disable the key that it replaced with Disable-OldAccessKey -UserName {key.UserName}, or name the key to replace with -AccessKeyId.");

    /// <param name="key">The replacement that was never used.</param>
    /// <param name="destination">The kind of the destination that received its secret.</param>
    /// <param name="problem">Why the destination does not answer; null where it was not given.</param>
    public static KeyRotationException ReplacementDelivered(KeyReference key, string destination, DestinationException? problem) => new(
        "ReplacementDelivered",
        problem?.Category ?? FailureCategory.InvalidOperation,
        key,
        $"{key} is not replaced: its secret was delivered to {destination}, "
        + (problem is null
            ? $"which may still hold it. Give the same -Destination again, so that {destination} can be asked."
            : $"which cannot be asked whether it still holds it. {problem.Message}"),
        problem);

    public static KeyRotationException ReplacementStored(KeyReference key, string destination) => new(
        "ReplacementDelivered",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not replaced: {destination} holds its secret. Use it from there. To have a new key nevertheless, remove it from {destination} first.");

    public static KeyRotationException ReplacedKeyNotActive(KeyReference key, string newKey) => new(
        "ReplacedKeyNotActive",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not active, and {newKey}, which replaced it, would be deleted: the user would be left without a working key. Bring it back first with Enable-OldAccessKey -UserName {key.UserName} -AccessKeyId {key.AccessKeyId}.");

    /// <param name="key">The key that is to be replaced.</param>
    /// <param name="other">The inactive key in the way.</param>
    /// <param name="freeFrom">From when on it can be removed; null where its quarantine has not begun.</param>
    /// <param name="bringsBack">Whether the user has no working key, and the other one would be one.</param>
    public static KeyRotationException NoRoomForKey(KeyReference key, ListedKey other, DateTimeOffset? freeFrom, bool bringsBack) => new(
        "NoRoomForKey",
        FailureCategory.LimitsExceeded,
        key,
        $"User {key.UserName} of account {key.AccountId} has two keys, and IAM allows no third: {other.AccessKeyId} is {other.Status}"
        + (freeFrom is null ? ". " : $", and its quarantine ends at {Time(freeFrom.Value)}. ")
        + $"Make room with Remove-RetiredAccessKey -UserName {key.UserName} -AccessKeyId {other.AccessKeyId}, which removes it when its quarantine is over."
        + (bringsBack ? $" Until then Enable-OldAccessKey -UserName {key.UserName} -AccessKeyId {other.AccessKeyId} gives the user a working key." : string.Empty))
    {
        RetryAfter = freeFrom,
    };

    public static KeyRotationException ReplacementNotVisible(KeyReference key, string newKey, DateTimeOffset shown) => new(
        "ReplacementNotVisible",
        FailureCategory.ResourceBusy,
        key,
        $"{key} was rotated a few minutes ago, and IAM does not list its replacement {newKey} yet. Nothing was created. If {newKey} was deleted, run again after {Time(shown)}.")
    {
        RetryAfter = shown,
    };

    public static KeyRotationException EntryNotVisible(KeyReference key) => new(
        "EntryNotVisible",
        FailureCategory.ResourceBusy,
        key,
        $"IAM does not list the tag {JournalTags.Pending} that was written for the rotation of {key}. Nothing was created; run again later.");

    public static KeyRotationException NoDestination(KeyReference user) => new(
        "NoDestination",
        FailureCategory.InvalidOperation,
        user,
        $"The keys of user {user.UserName} in account {user.AccountId} are not rotated: nothing says where its new secret goes. Name the user in the file of -DestinationMap, "
        + $"tag it with {JournalTags.To} where -DestinationByTag is given, or give -Destination for the users that are not named.")
    {
        MayWait = true,
    };

    public static KeyRotationException TooManyDestinations(KeyReference key, int count) => new(
        "TooManyDestinations",
        FailureCategory.LimitsExceeded,
        key,
        $"The names of {count} destinations do not fit into the journal's tag of {JournalTags.ValueLength} characters, so no new key was created in place of {key}. Give fewer destinations.");

    public static KeyRotationException RotationTookTooLong(KeyReference key) => new(
        "RotationTookTooLong",
        FailureCategory.OperationTimeout,
        key,
        $"The rotation that created {key} took so long that others may take it for interrupted (a machine that slept, perhaps), so the key was taken back and nothing has changed. Run again.");

    public static KeyRotationException NotAccepted(KeyReference key, DestinationException problem) => new(
        "NewKeyNotAccepted",
        problem.Category,
        key,
        $"-VerifyWith did not accept the new {key}, so it is taken back and every destination is as it was. The old key works as before. {problem.Message}",
        problem);

    public static KeyRotationException AfterDeliveryFailed(KeyReference key, DestinationException problem) => new(
        "AfterDeliveryFailed",
        problem.Category,
        key,
        $"The new {key} is delivered and recorded, and -AfterDelivery failed: applications may still use the old key, which stays active. Have them read the new key. {problem.Message}",
        problem);

    public static KeyRotationException KeysChanged(KeyReference key) => new(
        "KeysChanged",
        FailureCategory.ResourceBusy,
        key,
        $"The keys of user {key.UserName} of account {key.AccountId} changed while the rotation began. Nothing was created; look at the user's keys and run again.");

    public static KeyRotationException CreateFailed(KeyReference old, ServiceException problem) => new(
        "CreateFailed",
        FailureCategory.ConnectionError,
        old,
        $"AWS gave no clear answer when a key was to be created that replaces {old} ({problem.Message}). "
        + "The user's keys were listed, no new key is left, and nothing else was changed. Run again.",
        problem);

    public static KeyRotationException CreateUnclear(KeyReference old, ServiceException problem, string why) => new(
        CreateUnclearId,
        FailureCategory.ConnectionError,
        old,
        $"AWS gave no clear answer when a key was to be created that replaces {old} ({problem.Message}), and it could not be settled: {why}. "
        + $"{old.AccessKeyId} works as before. The tag {JournalTags.Pending} stays; run again in 15 minutes.",
        problem);

    public static KeyRotationException NewKeyNotVerified(KeyReference key, TimeSpan limit, ServiceException? refusal) => new(
        "NewKeyNotVerified",
        FailureCategory.OperationTimeout,
        key,
        $"The new {key} was not accepted within {Span(limit)} ({refusal?.Message ?? "not often enough in a row"}), so it was taken back and nothing has changed. "
        + "Run again, with a longer -VerifyTimeout if IAM is slow.",
        refusal);

    public static KeyRotationException NewKeyIsAnothers(KeyReference key, CallerIdentity caller) => new(
        "NewKeyNotVerified",
        FailureCategory.InvalidData,
        key,
        $"The new {key} signs as {caller.Arn}, so it was taken back and nothing has changed. Check the endpoint that answers for AWS.");

    public static KeyRotationException UndoFailed(KeyReference key, Exception cause, Exception problem) => new(
        "UndoFailed",
        CategoryOf(problem),
        key,
        $"A rotation failed ({Cause(cause)}) and could not be undone ({Cause(problem)}): {key} is left, and its secret is lost. "
        + $"The old key works as before. The tag {JournalTags.Pending} stays; run again in 15 minutes.",
        problem);

    public static KeyRotationException NotRecorded(KeyReference key, bool isInDestination, Exception problem) => new(
        "NotRecorded",
        FailureCategory.ConnectionError,
        key,
        $"The new {key} works and was delivered, but the journal could not be written ({Cause(problem)}). "
        + $"The old key works as before. The tag {JournalTags.Pending} stays"
        + (isInDestination ? "; run again with the same -Destination in 15 minutes, which records the rotation." : ", and unless the new key is used a later rotation takes it back."),
        problem);

    public static KeyRotationException NewKeyCompromised(KeyReference key, string oldKey) => new(
        "NewKeyCompromised",
        FailureCategory.InvalidOperation,
        key,
        $"The new {key} was disabled as compromised while it was delivered, so it is not recorded as the replacement of {oldKey}, which is as it was. "
        + $"The tag {JournalTags.Pending} stays; a run 15 minutes from now removes it. Look into the destination, and at the user with Get-AccessKeyRotation -UserName {key.UserName}.");

    public static KeyRotationException PendingNotCleared(KeyReference key, Exception problem) => new(
        "PendingNotCleared",
        CategoryOf(problem),
        key,
        $"The new {key} works, was delivered and is recorded, but the tag {JournalTags.Pending} of its user could not be removed ({Cause(problem)}). "
        + "The next rotation of this user, 15 minutes from now or later, removes it.",
        problem);

    public static KeyRotationException NotAUserKey(string arn) => new(
        "NotAUserKey",
        FailureCategory.InvalidOperation,
        target: null,
        $"-Self rotates the key of an IAM user, and the credentials in use are temporary ({arn}). Give the -ProfileName of the user's own key, or name the user and key without -Self.");

    public static KeyRotationException ProfileHoldsAnotherKey(KeyReference key, string profileName) => new(
        "ProfileHoldsAnotherKey",
        FailureCategory.InvalidOperation,
        key,
        $"The profile '{profileName}' of the credentials file does not hold {key}, which signs: its key comes from elsewhere, and would not be replaced there. Rotate it without -Self and with a -Destination.");

    public static KeyRotationException LeftKeyIsOnlyOne(KeyReference key, PendingRotation pending) => new(
        "LeftKeyIsOnlyOne",
        FailureCategory.InvalidOperation,
        key,
        $"{key} was left by a rotation that began at {Time(pending.At)} and never finished. It was never used, and it is the user's only active key now. Nothing was done. "
        + $"If its secret is in use, remove the tag {JournalTags.Pending}. If its secret is lost, enable {pending.OldAccessKeyId} or create another key first, and run again.");
}
