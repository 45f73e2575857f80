using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace KeyRotation.Sandbox.Stores;

/// <summary>The partitions of AWS: the one region each signs its IAM calls with, what its regions are called, and some where keys are used.</summary>
internal static class Partitions
{
    private static readonly FrozenDictionary<string, Partition> Known = new Partition[]
    {
        new("aws", "(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+", ["us-east-1", "eu-west-1", "eu-central-1", "us-west-2", "ap-southeast-2"]),
        new("aws-cn", "cn-[a-z]+", ["cn-north-1", "cn-northwest-1"]),
        new("aws-us-gov", "us-gov-[a-z]+", ["us-gov-west-1", "us-gov-east-1"]),
        new("aws-iso", "us-iso-[a-z]+", ["us-iso-east-1", "us-iso-west-1"]),
        new("aws-iso-b", "us-isob-[a-z]+", ["us-isob-east-1"]),
        new("aws-iso-e", "eu-isoe-[a-z]+", ["eu-isoe-west-1"]),
        new("aws-iso-f", "us-isof-[a-z]+", ["us-isof-south-1", "us-isof-east-1"]),
        new("aws-eusc", "eusc-de-[a-z]+", ["eusc-de-east-1"]),
    }.ToFrozenDictionary(partition => partition.Name, StringComparer.Ordinal);

    public static bool IsKnown(string? partition) => partition is not null && Known.ContainsKey(partition);

    /// <summary>The region that the partition's global services are signed for.</summary>
    public static string SigningRegion(string partition) => Known[partition].BusyRegions[0];

    /// <summary>Regions where keys are used, that of <see cref="SigningRegion"/> first.</summary>
    public static IReadOnlyList<string> BusyRegions(string partition) => Known[partition].BusyRegions;

    /// <summary>Whether a region is named as those of the partition are; new ones come faster than lists of them.</summary>
    public static bool HasRegion(string partition, string region) =>
        Regex.IsMatch(region, "^" + Known[partition].RegionPattern + @"-[0-9]{1,2}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private sealed record Partition(string Name, string RegionPattern, IReadOnlyList<string> BusyRegions);
}
