using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace KeyRotation.Sandbox.Stores;

/// <summary>The partitions of AWS: the one region each signs its IAM calls with, and what its regions are called.</summary>
internal static class Partitions
{
    private static readonly FrozenDictionary<string, (string SigningRegion, string Regions)> Known =
        new Dictionary<string, (string SigningRegion, string Regions)>(StringComparer.Ordinal)
        {
            ["aws"] = ("us-east-1", "(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+"),
            ["aws-cn"] = ("cn-north-1", "cn-[a-z]+"),
            ["aws-us-gov"] = ("us-gov-west-1", "us-gov-[a-z]+"),
            ["aws-iso"] = ("us-iso-east-1", "us-iso-[a-z]+"),
            ["aws-iso-b"] = ("us-isob-east-1", "us-isob-[a-z]+"),
            ["aws-iso-e"] = ("eu-isoe-west-1", "eu-isoe-[a-z]+"),
            ["aws-iso-f"] = ("us-isof-south-1", "us-isof-[a-z]+"),
            ["aws-eusc"] = ("eusc-de-east-1", "eusc-de-[a-z]+"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsKnown(string? partition) => partition is not null && Known.ContainsKey(partition);

    public static string SigningRegion(string partition) => Known[partition].SigningRegion;

    /// <summary>Whether a region is named as those of the partition are; new ones come faster than lists of them.</summary>
    public static bool HasRegion(string partition, string region) =>
        Regex.IsMatch(region, "^" + Known[partition].Regions + @"-[0-9]{1,2}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
