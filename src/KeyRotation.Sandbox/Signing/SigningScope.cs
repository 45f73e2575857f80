namespace KeyRotation.Sandbox.Signing;

/// <summary>What the signature of a call is made for.</summary>
/// <param name="Service">The service's name in signatures, permissions and the call log.</param>
/// <param name="Regions">Which regions it may name.</param>
internal sealed record SigningScope(string Service, SigningRegions Regions);

/// <summary>Which regions the signature of a call to a service may name.</summary>
internal enum SigningRegions
{
    /// <summary>Those of the partition.</summary>
    OfPartition,

    /// <summary>The one that the global services of the partition are signed for.</summary>
    OnePerPartition,

    /// <summary>Any: the service has an endpoint in every region, which one address cannot tell apart.</summary>
    Any,
}
