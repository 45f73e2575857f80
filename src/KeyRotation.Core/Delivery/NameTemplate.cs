using System;
using System.Text.RegularExpressions;

namespace KeyRotation.Delivery;

/// <summary>A name of a destination that may contain {UserName}, {AccountId}, {AccountName} and {AccessKeyId}.</summary>
public sealed class NameTemplate
{
    /// <summary>As long as a real id, for the name of a place before the key is created.</summary>
    public const string SomeAccessKeyId = "AKIAXXXXXXXXXXXXXXXX";

    private const string AccountName = "{AccountName}";

    private static readonly Regex Placeholder = new(@"\{(?:UserName|AccountId|AccountName|AccessKeyId)\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly string text;

    /// <summary>Takes a template.</summary>
    /// <param name="text">The text with its placeholders.</param>
    public NameTemplate(string text) => this.text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Whether each key gets a name of its own, so that an older key's place is not written over.</summary>
    public bool NamesTheKey => text.Contains("{AccessKeyId}");

    /// <summary>Whether each account gets a name of its own.</summary>
    public bool NamesTheAccountId => text.Contains("{AccountId}");

    /// <summary>Whether each account gets a name of its own, as far as accounts have different names.</summary>
    public bool NamesTheAccount => text.Contains(AccountName);

    /// <summary>The name for a key.</summary>
    /// <param name="owner">Whose key.</param>
    /// <param name="accessKeyId">The key's id.</param>
    /// <exception cref="DestinationException">The name of the account is needed and not known.</exception>
    public string For(KeyOwner owner, string accessKeyId) => owner?.AccountName is null && NamesTheAccount
        ? throw new DestinationException(
            FailureCategory.InvalidArgument,
            $"'{text}' needs the name of the account, which is not known. Use {{AccountId}} instead, or take the accounts from Get-KeyRotationAccount.")
        : Show(owner!, accessKeyId);

    /// <summary>The name in words, in which a placeholder that is not known stays.</summary>
    /// <param name="owner">Whose key.</param>
    /// <param name="accessKeyId">The key's id.</param>
    public string Show(KeyOwner owner, string accessKeyId) => Placeholder.Replace(text, placeholder => placeholder.Value switch
    {
        "{UserName}" => owner.UserName,
        "{AccountId}" => owner.AccountId,
        AccountName => owner.AccountName ?? AccountName,
        _ => accessKeyId,
    });

    /// <summary>The template itself.</summary>
    public override string ToString() => text;

    /// <summary>What stands before, between and behind the placeholders of a template.</summary>
    internal static string[] Parts(string template) => Placeholder.Split(template);
}
