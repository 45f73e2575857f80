using System.Collections.Generic;

namespace KeyRotation.Delivery.Files;

/// <summary>How a key is written into the text of a file that has other content as well.</summary>
internal interface IKeyFileFormat
{
    /// <summary>The kind of destination.</summary>
    string Kind { get; }

    /// <summary>The form of the key.</summary>
    KeyForm Form { get; }

    /// <summary>What the text holds in the key's place.</summary>
    /// <param name="text">The text; empty for a file that is not there.</param>
    /// <param name="path">The file's name for messages.</param>
    /// <exception cref="DestinationException">What is there is not a key, or programs would read it in different ways.</exception>
    KeyInFile Read(string text, string path);

    /// <summary>The text with a key in it; everything else stays.</summary>
    /// <param name="text">A text that <see cref="Read"/> allows.</param>
    /// <param name="path">The file's name for messages.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="DestinationException">A value cannot be written so that all programs read it alike.</exception>
    string Write(string text, string path, KeyToDeliver key);
}

/// <summary>What a file holds in a key's place. A class and not a record: nothing prints a secret.</summary>
internal sealed class KeyInFile
{
    public KeyInFile(string? accessKeyId, string? secretText, IReadOnlyList<string> texts)
    {
        AccessKeyId = accessKeyId;
        SecretText = secretText;
        Texts = texts;
    }

    /// <summary>The id; null or empty where no key is there.</summary>
    public string? AccessKeyId { get; }

    /// <summary>What is written in the secret's place.</summary>
    public string? SecretText { get; }

    /// <summary>The values in the file, as far as they are known.</summary>
    public IReadOnlyList<string> Texts { get; }
}
