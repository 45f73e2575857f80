using System.Management.Automation;
using KeyRotation.Delivery;
using KeyRotation.Integrations.Places;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>
/// <para type="synopsis">Makes a destination of a secret in a Kubernetes cluster, for -Destination of New-RotatedAccessKey.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "KubernetesDestination", HelpUri = "https://github.com/keyrotation/KeyRotation/blob/main/docs/integrations/New-KubernetesDestination.md")]
[OutputType(typeof(Destination))]
public sealed class NewKubernetesDestinationCommand : PlaceCommand
{
    /// <summary>The name of the secret; may contain {UserName}, {AccountId} and {AccountName}.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The namespace of the secret. Default: that of the context, else default.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The context of the kubeconfig. Default: the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>The path of the kubeconfig. Default: where KUBECONFIG points to, else .kube/config in the home folder; in a pod without one, its service account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KubeConfig { get; set; }

    /// <inheritdoc />
    protected override ExternalPlace CreatePlace()
    {
        var name = new NameTemplate(Name);
        return KubernetesNames.ProblemOf(name, Namespace) is string problem
            ? throw PlaceFailures.PlaceNameInvalid(problem)
            : new KubernetesPlace(new KubernetesOptions(name, Namespace, Context, KubeConfig is null ? null : GetUnresolvedProviderPathFromPSPath(KubeConfig)));
    }
}
