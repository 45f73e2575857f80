using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Sightings;

/// <summary>Failures of finding out whose a key is.</summary>
internal static class SightingFailures
{
    private const int MostNamed = 20;

    /// <summary>AWS does not distinguish a key that is gone, one of another account, and one that the signer may not ask about.</summary>
    public static KeyRotationException OwnerUnknown(string accountId, IReadOnlyCollection<string> accessKeyIds, bool isOfAccount) => new(
        "KeyOwnerUnknown",
        FailureCategory.ObjectNotFound,
        accessKeyIds.Count == 1 ? new KeyReference(accountId, "(unknown)", accessKeyIds.First()) : null,
        isOfAccount
            ? $"{Named(accessKeyIds)} belongs to account {accountId}, and no user could be found for it: it was deleted, or it is the root user's, or iam:GetAccessKeyLastUsed is not allowed. Allow that action to the identity that signs, and run again."
            : $"Whose these keys are is not known: {Named(accessKeyIds)}. Account {accountId} has no such keys that the identity that signs may ask about. Allow iam:GetAccessKeyLastUsed and sts:GetAccessKeyInfo to it, and run again.");

    /// <summary>Ids for a message: many are a number and the first of them.</summary>
    public static string Named(IReadOnlyCollection<string> accessKeyIds) =>
        string.Join(", ", accessKeyIds.Take(MostNamed)) + (accessKeyIds.Count > MostNamed ? $" and {accessKeyIds.Count - MostNamed} more" : string.Empty);
}
