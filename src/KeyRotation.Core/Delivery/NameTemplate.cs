using System;

namespace KeyRotation.Delivery;

/// <summary>A name of a destination that may contain {UserName}, {AccountId} and {AccessKeyId}.</summary>
public sealed class NameTemplate
{
    /// <summary>As long as a real id, for the name of a place before the key is created.</summary>
    public const string SomeAccessKeyId = "AKIAXXXXXXXXXXXXXXXX";

    private readonly string text;

    /// <summary>Takes a template.</summary>
    /// <param name="text">The text with its placeholders.</param>
    public NameTemplate(string text) => this.text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Whether each key gets a name of its own, so that an older key's place is not written over.</summary>
    public bool NamesTheKey => text.Contains("{AccessKeyId}");

    /// <summary>The name for a key.</summary>
    /// <param name="owner">Whose key.</param>
    /// <param name="accessKeyId">The key's id.</param>
    public string For(KeyOwner owner, string accessKeyId) => text
        .Replace("{UserName}", owner.UserName)
        .Replace("{AccountId}", owner.AccountId)
        .Replace("{AccessKeyId}", accessKeyId);

    /// <summary>The template itself.</summary>
    public override string ToString() => text;
}
