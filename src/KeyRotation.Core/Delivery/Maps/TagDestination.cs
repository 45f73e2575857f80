using System;
using System.Collections.Generic;

namespace KeyRotation.Delivery.Maps;

/// <summary>
/// A destination that the tag of a user names. Who may tag a user could lead its secret to a file of the machine that rotates, so only
/// places in the account of the user can be named freely; every other place needs a name in the map.
/// </summary>
internal static class TagDestination
{
    /// <exception cref="KeyRotationException">It is not such a destination.</exception>
    public static Destination Parse(KeyOwner owner, string word, IEnumerable<string> names)
    {
        try
        {
            Destination named = Destination.Parse(word);
            return named.Kind is nameof(Destination.SecretsManager) or nameof(Destination.ParameterStore)
                ? named
                : throw MapFailures.TagInvalid(owner, word, $"a tag can name SecretsManager, ParameterStore{Listed(names)}, and no other kind of destination");
        }
        catch (FormatException)
        {
            throw MapFailures.TagInvalid(owner, word, $"it is neither SecretsManager[:name] nor ParameterStore[:/path]{Listed(names)}");
        }
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } listed ? $" nor a name of the map ({listed})" : string.Empty;
}
