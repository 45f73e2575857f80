using System.Collections.Generic;

namespace KeyRotation.Delivery;

/// <summary>Where the keys of each user go.</summary>
public interface IDestinationMap
{
    /// <summary>The destinations of a user, in the order of delivery.</summary>
    /// <param name="user">The user.</param>
    /// <returns>The destinations; none for the output object alone; null where nothing says where the keys of this user go.</returns>
    /// <exception cref="KeyRotationException">What says it cannot be used.</exception>
    IReadOnlyList<IDestination>? Find(UserToPlace user);
}

/// <summary>A user whose keys go somewhere: what that can depend on.</summary>
/// <param name="Owner">The user.</param>
/// <param name="Tags">All tags of the user.</param>
public sealed record UserToPlace(KeyOwner Owner, IReadOnlyDictionary<string, string> Tags);

/// <summary>The same destinations for every user.</summary>
public sealed class SameDestinations : IDestinationMap
{
    private readonly IReadOnlyList<IDestination> destinations;

    /// <summary>Takes them.</summary>
    /// <param name="destinations">The destinations, in the order of delivery.</param>
    public SameDestinations(IReadOnlyList<IDestination> destinations) => this.destinations = destinations;

    /// <inheritdoc/>
    public IReadOnlyList<IDestination>? Find(UserToPlace user) => destinations;
}
