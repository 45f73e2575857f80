using System;
using System.Collections.Generic;
using System.Linq;
using Amazon;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Settings;

namespace KeyRotation.Aws;

/// <summary>What the parameters of a connection can be set to, as far as this machine knows. Calls nobody.</summary>
public static class ConnectionChoices
{
    /// <summary>The profiles of the files that a connection reads.</summary>
    /// <param name="options">The connection; its ProfileLocation counts.</param>
    /// <exception cref="KeyRotationException">A file of profiles cannot be read.</exception>
    public static IReadOnlyCollection<string> ProfileNames(ConnectionOptions options) => new ProfileChoice(options).KnownNames();

    /// <summary>The partition of a connection's region, as in the second place of an ARN; that of the commercial regions where none is set.</summary>
    /// <param name="options">The connection.</param>
    /// <exception cref="KeyRotationException">The region is of no partition, or a file of profiles cannot be read.</exception>
    public static string PartitionOf(ConnectionOptions options) => new ConnectionSettings(options, new ProfileSettings(new ProfileChoice(options)), new ServerTime(TimeProvider.System)).Partition;

    /// <summary>The regions that the AWS SDK knows, and what they are called.</summary>
    public static IReadOnlyDictionary<string, string> Regions() =>
        RegionEndpoint.EnumerableAllRegions.ToDictionary(region => region.SystemName, region => region.DisplayName);
}
