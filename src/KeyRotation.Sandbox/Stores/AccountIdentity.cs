using System;

namespace KeyRotation.Sandbox.Stores;

/// <summary>Which account it is, and so how the ARNs of all that is in it begin.</summary>
/// <param name="Partition">As in the second place of an ARN.</param>
/// <param name="AccountId">Twelve digits.</param>
internal sealed record AccountIdentity(string Partition, string AccountId)
{
    /// <summary>The region that the partition's global services are signed for.</summary>
    public string SigningRegion => Partitions.SigningRegion(Partition);

    /// <summary>The ARN of what is the same in all regions.</summary>
    public string ArnOf(string service, string resource) => ArnPrefix(service, string.Empty) + ":" + resource;

    /// <summary>What the ARNs of a service begin with in a region.</summary>
    public string ArnPrefix(string service, string region) => "arn:" + Partition + ":" + service + ":" + region + ":" + AccountId;

    /// <exception cref="ArgumentException">The partition has no such region.</exception>
    public void RequireRegion(string region)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (!Partitions.HasRegion(Partition, region))
        {
            throw new ArgumentException("The partition " + Partition + " has no region '" + region + "'.", nameof(region));
        }
    }
}
