using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Delivery.Maps;

/// <summary>A rule of a map: the users that all of its conditions hold for, and where their keys go.</summary>
/// <typeparam name="T">What a place is to the caller.</typeparam>
public sealed class PlaceRule<T>
{
    /// <summary>Makes a rule.</summary>
    /// <param name="places">Where the keys go; none says that they go nowhere, so that these users are left out.</param>
    public PlaceRule(IReadOnlyList<T> places) => Places = places ?? throw new ArgumentNullException(nameof(places));

    /// <summary>Where the keys go.</summary>
    public IReadOnlyList<T> Places { get; }

    /// <summary>Whether the name of a user is meant; null for any.</summary>
    public Func<string, bool>? UserName { get; init; }

    /// <summary>Whether the path of a user is meant, such as /ci/; null for any.</summary>
    public Func<string, bool>? Path { get; init; }

    /// <summary>Whether the values of tags are meant, by the name of the tag. A user without the tag is not meant.</summary>
    public IReadOnlyDictionary<string, Func<string, bool>> Tags { get; init; } = new Dictionary<string, Func<string, bool>>();

    /// <summary>Whether a user is meant.</summary>
    /// <param name="user">The user.</param>
    internal bool Means(UserToPlace user) =>
        UserName?.Invoke(user.Owner.UserName) != false
        && (Path is null || (user.Owner.UserPath is string path && Path(path)))
        && Tags.All(tag => TagOf(user, tag.Key) is string value && tag.Value(value));

    /// <summary>IAM ignores the case of tag keys of users.</summary>
    private static string? TagOf(UserToPlace user, string name) =>
        user.Tags.FirstOrDefault(tag => string.Equals(tag.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
