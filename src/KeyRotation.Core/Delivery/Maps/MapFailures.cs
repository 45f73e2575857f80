using KeyRotation.Journal;

namespace KeyRotation.Delivery.Maps;

/// <summary>Failures of choosing the destinations of a user.</summary>
internal static class MapFailures
{
    public static KeyRotationException TagInvalid(KeyOwner owner, string value, string problem) => new(
        "DestinationTagInvalid",
        FailureCategory.InvalidData,
        new KeyReference(owner.AccountId, owner.UserName, AccessKeyId: null),
        $"The tag {JournalTags.To} of user {owner.UserName} in account {owner.AccountId} says '{value}', and {problem}. No key was created. Correct the tag, or remove it.");
}
