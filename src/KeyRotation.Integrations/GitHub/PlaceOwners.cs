using System;
using System.Collections.Concurrent;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.GitHub;

/// <summary>
/// Whose key goes to which place. Where it cannot be read whose key a place holds, two users would write over each other unnoticed.
/// </summary>
internal sealed class PlaceOwners
{
    private readonly ConcurrentDictionary<string, KeyOwner> owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a place that the key of another user goes to.</summary>
    /// <param name="place">The place, in words.</param>
    /// <param name="owner">Whose key.</param>
    /// <exception cref="DestinationException">The key of another user goes there.</exception>
    public void Require(string place, KeyOwner owner)
    {
        KeyOwner first = owners.GetOrAdd(place, owner);
        if (first.UserName != owner.UserName || first.AccountId != owner.AccountId)
        {
            throw new DestinationException(
                FailureCategory.InvalidArgument,
                $"The key of user {first.UserName} in account {first.AccountId} goes to the {place} by this destination, and the key of user {owner.UserName} in account {owner.AccountId} would be written over it. "
                + "Give each user a place of its own: {UserName} in the name of the destination, or a destination for each of them.");
        }
    }
}
