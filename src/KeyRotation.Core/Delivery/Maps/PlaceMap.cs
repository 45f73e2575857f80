using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Journal;

namespace KeyRotation.Delivery.Maps;

/// <summary>
/// Which places the keys of a user go to: those that a tag of the user names, where tags count; else those of the first rule that means
/// the user; else those of everyone else.
/// </summary>
/// <typeparam name="T">What a place is to the caller.</typeparam>
public sealed class PlaceMap<T>
    where T : class
{
    private readonly IReadOnlyList<PlaceRule<T>> rules;

    /// <summary>Makes a map.</summary>
    /// <param name="rules">The rules, in their order.</param>
    public PlaceMap(IReadOnlyList<PlaceRule<T>> rules) => this.rules = rules ?? throw new ArgumentNullException(nameof(rules));

    /// <summary>Places that have a name, which a tag can give.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<T>> Named { get; init; } = new Dictionary<string, IReadOnlyList<T>>();

    /// <summary>Where the keys of users go that no rule means; null where nothing says it.</summary>
    public IReadOnlyList<T>? Others { get; init; }

    /// <summary>Makes a place of what a tag says; null where the tag <c>keyrotation:to</c> does not count.</summary>
    public Func<Destination, T>? OfTag { get; init; }

    /// <summary>Whether the paths of users have to be known.</summary>
    public bool NeedsPaths => rules.Any(rule => rule.Path is not null);

    /// <summary>All places that are known before a user is read.</summary>
    public IEnumerable<T> All => rules.SelectMany(rule => rule.Places).Concat(Named.Values.SelectMany(places => places)).Concat(Others ?? []).Distinct();

    /// <summary>The places of a user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>The places; null where nothing says where the keys of this user go.</returns>
    /// <exception cref="KeyRotationException">The tag of the user cannot be used.</exception>
    public IReadOnlyList<T>? Find(UserToPlace user)
    {
        if (user is null)
        {
            throw new ArgumentNullException(nameof(user));
        }

        if (OfTag is not null && user.Tags.FirstOrDefault(tag => string.Equals(tag.Key, JournalTags.To, StringComparison.OrdinalIgnoreCase)).Value is string value)
        {
            return value.Split([' '], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => OfWord(user, word)).Distinct().ToList() is { Count: > 0 } tagged
                ? tagged
                : throw MapFailures.TagInvalid(user.Owner, value, "it is empty");
        }

        return rules.FirstOrDefault(rule => rule.Means(user)) is PlaceRule<T> found
            ? found.Places.Count > 0 ? found.Places : null
            : Others;
    }

    private IReadOnlyList<T> OfWord(UserToPlace user, string word) =>
        Named.TryGetValue(word, out IReadOnlyList<T>? places) ? places : [OfTag!(TagDestination.Parse(user.Owner, word, Named.Keys))];
}
