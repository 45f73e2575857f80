using System;
using System.Text.RegularExpressions;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;

namespace KeyRotation.Integrations.KeyVault;

/// <summary>Which names Key Vault allows: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#objects-identifiers-and-versioning.</summary>
internal static class KeyVaultNames
{
    private const RegexOptions Strict = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Longest = 127;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly Regex Secret = new(@"\A[0-9a-zA-Z-]{1,127}\z", Strict, Limit);
    private static readonly Regex Vault = new(@"\A(?=.{3,24}\z)[a-zA-Z][0-9a-zA-Z]*(-[0-9a-zA-Z]+)*\z", Strict, Limit);

    /// <summary>Names that stand for the placeholders; what those are for a user is checked before a key is created.</summary>
    private static readonly KeyOwner Someone = new("123456789012", "user") { AccountName = "account" };

    /// <summary>Whether a secret may have the name.</summary>
    public static bool IsSecret(string name) => Secret.IsMatch(name);

    /// <summary>What is wrong with the name of a secret, whatever the placeholders will be; null where nothing is.</summary>
    public static string? ProblemOfSecret(NameTemplate name) => IsSecret(name.Show(Someone, NameTemplate.SomeAccessKeyId)) ? null : Refusal(name.ToString());

    /// <summary>What is wrong with the name of a vault; null where nothing is.</summary>
    public static string? ProblemOfVault(string name) => Vault.IsMatch(name)
        ? null
        : $"'{name}' cannot be the name of a vault: 3 to 24 letters, digits and single dashes, with a letter in the first place. For a vault in another cloud give its address as -VaultUri.";

    /// <summary>What is wrong with the address of a vault; null where nothing is.</summary>
    public static string? ProblemOfAddress(Uri address) =>
        address.IsAbsoluteUri && address.Scheme == Uri.UriSchemeHttps && address.AbsolutePath == "/" && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0
            ? null
            : "-VaultUri must be the address of the vault alone, such as https://my-vault.vault.usgovcloudapi.net/.";

    /// <summary>What is wrong with a form that is valid elsewhere; null where nothing is.</summary>
    public static string? ProblemOf(KeyForm form)
    {
        (string id, string secret) = KeyFormNames.OfParts(form);
        return form.Separate && !(IsSecret(id) && IsSecret(secret))
            ? $"'{id}' and '{secret}' are the last parts of the names of two secrets, and Key Vault allows letters, digits and dashes in them."
            : null;
    }

    /// <summary>What a name must be like that is not allowed.</summary>
    public static string Refusal(string name) =>
        $"'{name}' cannot be the name of a secret of Key Vault: letters, digits and dashes are allowed, {Longest} at most. Give another -Name; one without {{UserName}} for a user whose name has other characters.";
}
