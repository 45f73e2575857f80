using System;
using System.Text.RegularExpressions;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>Which names Kubernetes allows: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/.</summary>
internal static class KubernetesNames
{
    private const RegexOptions Strict = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const string Label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    /// <summary>Names that stand for the placeholders; what those are for a user is checked before a key is created.</summary>
    private static readonly KeyOwner Someone = new("123456789012", "user") { AccountName = "account" };

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly Regex Subdomain = new($@"\A{Label}(\.{Label})*\z", Strict, Limit);
    private static readonly Regex OneLabel = new($@"\A{Label}\z", Strict, Limit);

    /// <summary>The names of secrets are DNS subdomains.</summary>
    public static bool IsSecret(string name) => name.Length is > 0 and <= 253 && Subdomain.IsMatch(name);

    /// <summary>What is wrong with names, whatever the placeholders will be; null where nothing is.</summary>
    /// <param name="secret">The name of the secret.</param>
    /// <param name="space">The namespace; null where none is given.</param>
    public static string? ProblemOf(NameTemplate secret, string? space) =>
        secret.NamesTheKey ? "The name of a Kubernetes secret has no upper-case letters, so that {AccessKeyId} cannot be in it. Use {UserName}, or a name without placeholders."
        : !IsSecret(secret.Show(Someone, string.Empty)) ? Refusal(secret.ToString())
        : space is not null && (space.Length > 63 || !OneLabel.IsMatch(space))
            ? $"'{space}' cannot be the name of a namespace: lower-case letters, digits and '-' are allowed, 63 at most, with a letter or a digit at both ends."
        : null;

    /// <summary>What a name must be like that is not allowed.</summary>
    public static string Refusal(string name) =>
        $"'{name}' cannot be the name of a Kubernetes secret: lower-case letters, digits, '-' and '.' are allowed, 253 at most, with a letter or a digit at both ends. "
        + "Give another -Name; one without {UserName} for a user whose name has other characters.";
}
