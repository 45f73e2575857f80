using KeyRotation.Delivery;

namespace KeyRotation.Aws.Delivery;

/// <summary>How a key, or a part of it, is written as the text of a secret or parameter.</summary>
internal interface IKeyText
{
    /// <summary>The form of the key.</summary>
    KeyForm Form { get; }

    /// <summary>Refuses a form whose texts cannot be made for a key, before it is created.</summary>
    void Check(KeyOwner owner);

    /// <summary>The text to store.</summary>
    /// <param name="former">What is there: a text that <see cref="RequireKey"/> allows; null when nothing is.</param>
    /// <param name="key">The key.</param>
    string Write(string? former, KeyToDeliver key);

    /// <summary>The id of the key in a stored text; null where the place of the key is empty, or the text does not tell.</summary>
    /// <param name="where">The place in words.</param>
    /// <param name="text">The text; null where it is something else than a text.</param>
    /// <exception cref="DestinationException">Something else is there.</exception>
    string? RequireKey(string where, string? text);

    /// <summary>The id of the key in a stored text; null when the text is something else.</summary>
    string? IdIn(string? text);

    /// <summary>Whether a stored text is that of a key.</summary>
    bool Holds(string? text, KeyToDeliver key);

    /// <summary>The key in a stored text; null when the text is something else, or does not tell.</summary>
    StoredKey? Find(string? text);

    /// <summary>The key that was written, as it is in a stored text.</summary>
    /// <param name="where">The place in words.</param>
    /// <param name="text">The text.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="DestinationException">Something else is there.</exception>
    StoredKey ReadBack(string where, string? text, KeyToDeliver key);

    /// <summary>What to warn of before the key in a stored text is replaced; null for nothing.</summary>
    string? WarningOf(string where, string? text);
}
