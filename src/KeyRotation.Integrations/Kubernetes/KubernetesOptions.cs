using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using KeyRotation.Delivery;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>Which secret of which cluster.</summary>
/// <param name="SecretName">The name of the secret.</param>
/// <param name="Namespace">Its namespace; null for that of the context, else default.</param>
/// <param name="Context">The context of the kubeconfig; null for the current one.</param>
/// <param name="KubeConfig">The full path of the kubeconfig; null for where kubectl finds it.</param>
internal sealed record KubernetesOptions(NameTemplate SecretName, string? Namespace, string? Context, string? KubeConfig)
{
    private const int LongestInJournal = 32;

    /// <summary>How the journal names the cluster and the namespace: a later run must not ask another cluster.</summary>
    public string Place => "Kubernetes@" + InJournal(Context ?? "current") + ":" + InJournal(Namespace ?? "default");

    /// <summary>A tag takes few characters, and several places have to fit into one.</summary>
    private static string InJournal(string name) => name.Length <= LongestInJournal && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':' or '/')
        ? name
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16];
}
