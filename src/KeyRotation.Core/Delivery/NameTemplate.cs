using System;
using System.Text.RegularExpressions;

namespace KeyRotation.Delivery;

/// <summary>A name of a destination that may contain {UserName}, {AccountId} and {AccessKeyId}.</summary>
public sealed class NameTemplate
{
    /// <summary>As long as a real id, for the name of a place before the key is created.</summary>
    public const string SomeAccessKeyId = "AKIAXXXXXXXXXXXXXXXX";

    private static readonly Regex Placeholder = new(@"\{(?:UserName|AccountId|AccessKeyId)\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly string text;

    /// <summary>Takes a template.</summary>
    /// <param name="text">The text with its placeholders.</param>
    public NameTemplate(string text) => this.text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Whether each key gets a name of its own, so that an older key's place is not written over.</summary>
    public bool NamesTheKey => text.Contains("{AccessKeyId}");

    /// <summary>The name for a key.</summary>
    /// <param name="owner">Whose key.</param>
    /// <param name="accessKeyId">The key's id.</param>
    public string For(KeyOwner owner, string accessKeyId) => Placeholder.Replace(text, placeholder => placeholder.Value switch
    {
        "{UserName}" => owner.UserName,
        "{AccountId}" => owner.AccountId,
        _ => accessKeyId,
    });

    /// <summary>The template itself.</summary>
    public override string ToString() => text;

    /// <summary>What stands before, between and behind the placeholders of a template.</summary>
    internal static string[] Parts(string template) => Placeholder.Split(template);
}
