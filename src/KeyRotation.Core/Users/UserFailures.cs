using System;
using System.Collections.Generic;
using KeyRotation.Journal;
using static KeyRotation.Failures;

namespace KeyRotation.Users;

/// <summary>Failures of finding and reading a user, whatever is to be done.</summary>
internal static class UserFailures
{
    public static KeyRotationException GroupNotFound(string accountId, string group, ServiceException problem) => new(
        "GroupNotFound",
        FailureCategory.ObjectNotFound,
        target: null,
        $"Account {accountId} has no IAM group {group}, so that it is not known who is exempt. Nothing was done. Correct -ExemptGroup, or create the group: it may be empty.",
        problem);

    public static KeyRotationException EvidenceUnknown(KeyReference key, string step, EvidenceOfUse use) => new(
        "EvidenceUnknown",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is not {step}: whether it is in use is {use}. Run again when AWS answers, or allow iam:GetAccessKeyLastUsed to the identity that signs.");

    /// <param name="target">The key or user.</param>
    /// <param name="refused">What is refused, as the beginning of a sentence.</param>
    /// <param name="doubt">What was seen.</param>
    public static KeyRotationException ServerTimeUnknown(KeyReference target, string refused, string doubt) => new(
        "ServerTimeUnknown",
        FailureCategory.InvalidOperation,
        target,
        $"{refused}: that rests on AWS's time, which is not certain. {doubt} Nothing was done. "
        + "Check the endpoint and the proxy: something may change or drop the header Date of AWS's answers. Then run again.");

    public static KeyRotationException WrongAccount(KeyReference key, string accountId) => new(
        "WrongAccount",
        FailureCategory.InvalidArgument,
        key,
        $"{key} cannot be reached: the credentials in use belong to account {accountId}. Give the connection (-ProfileName and so on) of account {key.AccountId}.");

    public static KeyRotationException KeyNotFound(KeyReference key) => new(
        "KeyNotFound",
        FailureCategory.ObjectNotFound,
        key,
        $"User {key.UserName} of account {key.AccountId} has no key {key.AccessKeyId}: it was deleted, or it belongs to another user. Run Get-StaleAccessKey again.");

    public static KeyRotationException NoRoomForTags(KeyReference key, int present, int needed) => new(
        "NoRoomForTags",
        FailureCategory.LimitsExceeded,
        key,
        $"User {key.UserName} of account {key.AccountId} has {present} tags of {JournalTags.Quota}: the journal needs up to {needed} more, "
        + "and without it nothing is created. Remove tags that are not needed.");

    public static KeyRotationException JournalUnreadable(KeyReference user, IReadOnlyList<string> problems) => new(
        "JournalUnreadable",
        FailureCategory.InvalidData,
        user,
        $"The journal of {user} cannot be read, so nothing is done: {string.Join("; ", problems)} Correct or remove that tag of the user.");

    public static KeyRotationException RotationInProgress(KeyReference key, PendingRotation? pending) => new(
        "RotationInProgress",
        FailureCategory.ResourceBusy,
        key,
        pending is null
            ? $"Another rotation of user {key.UserName} of account {key.AccountId} is at work. Nothing was created; run again in 15 minutes."
            : $"A rotation of user {key.UserName} of account {key.AccountId} began at {Time(pending.At)} and may still be running. Nothing was created; run again 15 minutes after that.")
    {
        RetryAfter = pending?.At.Plus(PendingRotation.MayStillRun),
    };

    /// <param name="key">The key.</param>
    /// <param name="since">Since when it is recorded as compromised.</param>
    /// <param name="shown">When IAM's list surely shows it as inactive; null when that is over.</param>
    public static KeyRotationException CompromisedKeyActive(KeyReference key, DateTimeOffset since, DateTimeOffset? shown) => new(
        "CompromisedKeyActive",
        FailureCategory.InvalidOperation,
        key,
        $"{key} is recorded as compromised since {Time(since)} and is active: it was made active outside of this module. It does not count as a working key, and nothing else is done to its user. "
        + $"Disable it again with Disable-OldAccessKey -UserName {key.UserName} -AccessKeyId {key.AccessKeyId} -Compromised. If the finding was wrong, run Enable-OldAccessKey -UserName {key.UserName} -AccessKeyId {key.AccessKeyId} -Force, which clears the record.")
    {
        RetryAfter = shown,
    };

    public static KeyRotationException NoUserMatches(KeyReference pattern) => new(
        "NoUserMatches",
        FailureCategory.ObjectNotFound,
        pattern,
        $"No user of account {pattern.AccountId} matches '{pattern.UserName}'. Nothing was done. Check the pattern and the account.");
}
