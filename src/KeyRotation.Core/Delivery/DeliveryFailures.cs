using System;
using System.Collections.Generic;
using KeyRotation.Journal;
using static KeyRotation.Failures;

namespace KeyRotation.Delivery;

/// <summary>Failures of delivering a key.</summary>
internal static class DeliveryFailures
{
    public static KeyRotationException DestinationRefused(KeyReference key, string place, DestinationException problem) => new(
        problem.IsAnotherKeyThere ? "DestinationHoldsAnotherKey" : "DestinationRefused",
        problem.Category,
        key,
        $"The secret of a new key in place of {key} could not be delivered to {place}, so none was created. {problem.Message}",
        problem);

    public static KeyRotationException DestinationFailed(KeyReference key, string place, DestinationException problem) => new(
        problem.IsAnotherKeyThere ? "DestinationHoldsAnotherKey" : "DestinationFailed",
        problem.Category,
        key,
        $"The new {key} could not be delivered to {place}, so it is taken back and every destination is as it was. {problem.Message}",
        problem);

    public static KeyRotationException DeliveryNotFinished(KeyReference key, PendingRotation pending, string place, DestinationException problem) => new(
        problem.IsAnotherKeyThere ? "DestinationHoldsAnotherKey" : "DestinationFailed",
        problem.Category,
        key,
        $"{key} was left by a rotation that began at {Time(pending.At)} and never finished; it is in one of its destinations, and could not be brought to {place}. "
        + $"{problem.Message} The tag {JournalTags.Pending} stays; run again with the same -Destination.",
        problem);

    public static KeyRotationException DestinationNotUndone(KeyReference key, Exception cause, Exception problem) => new(
        "DestinationNotUndone",
        FailureCategory.ConnectionError,
        key,
        $"A rotation failed ({Cause(cause)}), and a destination could not be put back ({Cause(problem)}): it may hold the new {key}, which is therefore left active. "
        + $"The old key works as before. The tag {JournalTags.Pending} stays; run again with the same -Destination in 15 minutes.",
        problem);

    public static KeyRotationException InterruptedDelivery(KeyReference key, PendingRotation pending) => new(
        "InterruptedDelivery",
        FailureCategory.InvalidOperation,
        key,
        $"{key} was left by a rotation that began at {Time(pending.At)} and never finished, on its way to {string.Join(" and ", pending.Destinations)}. "
        + "Only the destination knows whether it arrived: run New-RotatedAccessKey with the same -Destination, which finishes or undoes it.");

    public static KeyRotationException SecretLost(KeyReference key, PendingRotation pending, IReadOnlyList<string> missing) => new(
        "SecretLost",
        FailureCategory.InvalidOperation,
        key,
        $"{key} was left by a rotation that began at {Time(pending.At)} and never finished. A destination holds it without showing its secret (as an SMTP password, or as a secret of a CI system), and no other one holds it, so it cannot be brought to "
        + $"{string.Join(" and ", missing)}. Put the former credentials back there, then disable that key with Disable-OldAccessKey -UserName {key.UserName} "
        + $"-AccessKeyId {key.AccessKeyId} -Force, remove the tag {JournalTags.Pending} and rotate again: where they cannot be put back, with -Force, which writes over that key.");

    /// <param name="key">The key that is not rotated.</param>
    /// <param name="other">Whose new key goes there.</param>
    /// <param name="place">Where the secret would go, in words.</param>
    public static KeyRotationException DestinationTaken(KeyReference key, KeyOwner other, string place) => new(
        "DestinationTaken",
        FailureCategory.InvalidArgument,
        key,
        $"{key} is not rotated in this run: its new secret would go to {place}, and the secret of user {other.UserName} in account {other.AccountId} goes there too. No key was created. "
        + "Put {UserName} into the name of the destination, or {AccountId} for several accounts; where each user has its own part of one document, run again.")
    {
        MayWait = true,
    };

    /// <param name="problem">Which accounts share which name.</param>
    public static KeyRotationException DestinationNameShared(string problem) => new(
        "DestinationNameShared",
        FailureCategory.InvalidArgument,
        target: null,
        $"{problem}: users of the same name would write over each other. No key was created. Put {{AccountId}} into the name of the destination.");
}
