using System.Collections.Generic;
using System.Linq;
using Amazon;
using KeyRotation.Aws.Settings;

namespace KeyRotation.Aws;

/// <summary>What the parameters of a connection can be set to, as far as this machine knows. Calls nobody.</summary>
public static class ConnectionChoices
{
    /// <summary>The profiles of the files that a connection reads.</summary>
    /// <param name="options">The connection; its ProfileLocation counts.</param>
    /// <exception cref="KeyRotationException">A file of profiles cannot be read.</exception>
    public static IReadOnlyCollection<string> ProfileNames(ConnectionOptions options) => new ProfileChoice(options).KnownNames();

    /// <summary>The regions that the AWS SDK knows, and what they are called.</summary>
    public static IReadOnlyDictionary<string, string> Regions() =>
        RegionEndpoint.EnumerableAllRegions.ToDictionary(region => region.SystemName, region => region.DisplayName);
}
