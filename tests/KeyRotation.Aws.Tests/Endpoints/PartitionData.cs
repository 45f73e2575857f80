using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Aws.Tests.Endpoints;

/// <summary>What the rule function <c>aws.partition</c> knows: a copy of botocore's partitions.json, which a test compares with it.</summary>
internal static class PartitionData
{
    public static IReadOnlyList<Entry> All { get; } =
    [
        new("aws", @"^(us|eu|ap|sa|ca|me|af|il|mx)\-\w+\-\d+$", "amazonaws.com", "api.aws", "us-east-1"),
        new("aws-cn", @"^cn\-\w+\-\d+$", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"),
        new("aws-eusc", @"^eusc\-(de)\-\w+\-\d+$", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"),
        new("aws-iso", @"^us\-iso\-\w+\-\d+$", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"),
        new("aws-iso-b", @"^us\-isob\-\w+\-\d+$", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"),
        new("aws-iso-e", @"^eu\-isoe\-\w+\-\d+$", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"),
        new("aws-iso-f", @"^us\-isof\-\w+\-\d+$", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"),
        new("aws-us-gov", @"^us\-gov\-\w+\-\d+$", "amazonaws.com", "api.aws", "us-gov-west-1"),
    ];

    /// <summary>The outputs of the partition that a region is of; null when it is of none.</summary>
    public static IReadOnlyDictionary<string, object>? Of(string region) => All
        .FirstOrDefault(entry => region == entry.Name + "-global" || Regex.IsMatch(region, entry.RegionRegex, RegexOptions.None, TimeSpan.FromSeconds(1)))
        ?.Outputs;

    internal sealed record Entry(string Name, string RegionRegex, string DnsSuffix, string DualStackDnsSuffix, string ImplicitGlobalRegion)
    {
        public IReadOnlyDictionary<string, object> Outputs => new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["name"] = Name,
            ["dnsSuffix"] = DnsSuffix,
            ["dualStackDnsSuffix"] = DualStackDnsSuffix,
            ["implicitGlobalRegion"] = ImplicitGlobalRegion,
            ["supportsFIPS"] = true,
            ["supportsDualStack"] = true,
        };
    }
}
