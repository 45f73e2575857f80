using System.Collections.Generic;
using KeyRotation.Delivery.Files;

namespace KeyRotation.Delivery.Values;

/// <summary>How a key is written as values of a place.</summary>
internal interface IKeyValues
{
    /// <summary>The form of the key.</summary>
    KeyForm Form { get; }

    /// <summary>The values that a key is in.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What the values are in the key's place.</summary>
    /// <param name="where">The place in words.</param>
    /// <param name="held">What is there; null for nothing.</param>
    /// <exception cref="DestinationException">Something else than a key is there.</exception>
    KeyInFile Read(string where, HeldValues? held);

    /// <summary>The values that a key changes, the secret before the id: where the new id is, the new secret is too.</summary>
    /// <param name="where">The place in words.</param>
    /// <param name="held">What is there: values that <see cref="Read"/> allows; null for nothing.</param>
    /// <param name="key">The key.</param>
    IReadOnlyList<ValueChange> Write(string where, HeldValues? held, KeyToDeliver key);
}
