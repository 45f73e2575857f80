using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Delivery;

/// <summary>
/// Which user's new key goes to a place in this run. Two that are written to one place at the same time would write over each other, even
/// where each has its own part of it; from any thread.
/// </summary>
public sealed class PlaceClaims
{
    private readonly object gate = new();
    private readonly Dictionary<string, KeyOwner> owners = new(StringComparer.Ordinal);
    private readonly Func<UserToPlace, IEnumerable<string>> placesOf;

    /// <summary>Begins without a claim.</summary>
    /// <param name="placesOf">The places that a user's new key goes to, each by a text that no other place has. Places of which each key has its own are left out.</param>
    public PlaceClaims(Func<UserToPlace, IEnumerable<string>> placesOf) => this.placesOf = placesOf ?? throw new ArgumentNullException(nameof(placesOf));

    /// <summary>Claims the places of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>Null where they are the user's; else who has one of them.</returns>
    internal KeyOwner? Claim(UserToPlace user)
    {
        List<string> places = placesOf(user).ToList();
        lock (gate)
        {
            if (places.Select(HolderOf).FirstOrDefault(holder => holder is not null && !IsSame(holder, user.Owner)) is KeyOwner other)
            {
                return other;
            }

            places.ForEach(place => owners[place] = user.Owner);
            return null;
        }
    }

    /// <summary>Gives back the places of a user whose key is not rotated after all.</summary>
    /// <param name="user">The user.</param>
    internal void Release(UserToPlace user)
    {
        List<string> places = placesOf(user).ToList();
        lock (gate)
        {
            places.Where(place => HolderOf(place) is KeyOwner holder && IsSame(holder, user.Owner)).ToList().ForEach(place => owners.Remove(place));
        }
    }

    private KeyOwner? HolderOf(string place) => owners.TryGetValue(place, out KeyOwner? holder) ? holder : null;

    private static bool IsSame(KeyOwner one, KeyOwner other) => one.AccountId == other.AccountId && one.UserName == other.UserName;
}
