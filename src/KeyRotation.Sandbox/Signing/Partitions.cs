using System;
using System.Collections.Frozen;
using System.Collections.Generic;

namespace KeyRotation.Sandbox.Signing;

/// <summary>The partitions of AWS, and the one region each signs its IAM calls with.</summary>
internal static class Partitions
{
    private static readonly FrozenDictionary<string, string> SigningRegions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aws"] = "us-east-1",
        ["aws-cn"] = "cn-north-1",
        ["aws-us-gov"] = "us-gov-west-1",
        ["aws-iso"] = "us-iso-east-1",
        ["aws-iso-b"] = "us-isob-east-1",
        ["aws-iso-e"] = "eu-isoe-west-1",
        ["aws-iso-f"] = "us-isof-south-1",
        ["aws-eusc"] = "eusc-de-east-1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsKnown(string? partition) => partition is not null && SigningRegions.ContainsKey(partition);

    public static string SigningRegion(string partition) => SigningRegions[partition];
}
