using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Delivery;

namespace KeyRotation.Commands.Delivery;

/// <summary>The destinations of the users of one account, each made when the first of its users needs it.</summary>
internal sealed class UserDestinations : IDestinationMap
{
    private readonly ConcurrentDictionary<GivenDestination, IDestination> made = new();
    private readonly Func<UserToPlace, IEnumerable<GivenDestination>?> find;
    private readonly Func<GivenDestination, IDestination> make;

    /// <param name="find">The destinations of a user in the order of delivery; null where nothing says where its keys go.</param>
    /// <param name="make">Makes a destination.</param>
    public UserDestinations(Func<UserToPlace, IEnumerable<GivenDestination>?> find, Func<GivenDestination, IDestination> make)
    {
        this.find = find;
        this.make = make;
    }

    public IReadOnlyList<IDestination>? Find(UserToPlace user) => find(user)?.Select(given => made.GetOrAdd(given, make)).ToList();
}
