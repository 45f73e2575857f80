using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Values;

namespace KeyRotation.Integrations.Kubernetes;

/// <summary>A secret of a Kubernetes cluster as a destination. The library is not loaded before the destination is used.</summary>
internal sealed class KubernetesPlace : ExternalPlace
{
    private readonly KubernetesOptions options;
    private readonly KubernetesConnection connection;

    /// <param name="options">Which secret of which cluster.</param>
    public KubernetesPlace(KubernetesOptions options)
        : this(options, Task.Delay)
    {
    }

    /// <param name="options">Which secret of which cluster.</param>
    /// <param name="wait">Waits for a time before a request is sent again.</param>
    internal KubernetesPlace(KubernetesOptions options, Func<TimeSpan, CancellationToken, Task> wait)
    {
        this.options = options;
        connection = new KubernetesConnection(options, wait);
    }

    public override string Kind => "Kubernetes";

    public override string Name => (options.Context is null ? string.Empty : options.Context + "/") + (options.Namespace is null ? string.Empty : options.Namespace + "/") + options.SecretName;

    public override ExternalForm TakesForm => ExternalForm.Variables;

    public override IDestination CreateDestination(ExternalPlaceOptions options) =>
        ValueDestination.Variables(new KubernetesSecrets(this.options, connection, options.Warn), this.options.SecretName, options);
}
