using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace KeyRotation.Aws.Calls;

/// <summary>
/// One partition of AWS and where IAM answers in it, as the endpoint rule sets of the official API models say.
/// IAM is global in each partition: one endpoint and one signing region.
/// </summary>
internal sealed record Partition(string Name, string RegionPattern, string DnsSuffix, string DualStackSuffix, string GlobalRegion)
{
    public static readonly IReadOnlyList<Partition> All =
    [
        new("aws", @"^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$", "amazonaws.com", "api.aws", "us-east-1")
        {
            Iam = "iam.amazonaws.com",
            IamDualStack = "iam.global.api.aws",
            IamFipsDualStack = "iam-fips.global.api.aws",
            IamSigningRegion = "us-east-1",
        },
        new("aws-cn", @"^cn-\w+-\d+$", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1")
        {
            Iam = "iam.cn-north-1.amazonaws.com.cn",
            IamDualStack = "iam.global.api.amazonwebservices.com.cn",
            IamSigningRegion = "cn-north-1",
        },
        new("aws-us-gov", @"^us-gov-\w+-\d+$", "amazonaws.com", "api.aws", "us-gov-west-1")
        {
            Iam = "iam.us-gov.amazonaws.com",
            IamDualStack = "iam.us-gov.api.aws",
            IamFips = "iam.us-gov.amazonaws.com",
            IamFipsDualStack = "iam.us-gov.api.aws",
            IamSigningRegion = "us-gov-west-1",
        },
        new("aws-iso", @"^us-iso-\w+-\d+$", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1")
        {
            Iam = "iam.us-iso-east-1.c2s.ic.gov",
            IamFips = "iam-fips.us-iso-east-1.c2s.ic.gov",
            IamSigningRegion = "us-iso-east-1",
        },
        new("aws-iso-b", @"^us-isob-\w+-\d+$", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1")
        {
            Iam = "iam.us-isob-east-1.sc2s.sgov.gov",
            IamFips = "iam-fips.us-isob-east-1.sc2s.sgov.gov",
            IamSigningRegion = "us-isob-east-1",
        },
        new("aws-iso-e", @"^eu-isoe-\w+-\d+$", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1")
        {
            Iam = "iam.eu-isoe-west-1.cloud.adc-e.uk",
            IamSigningRegion = "eu-isoe-west-1",
        },
        new("aws-iso-f", @"^us-isof-\w+-\d+$", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1")
        {
            Iam = "iam.us-isof-south-1.csp.hci.ic.gov",
            IamSigningRegion = "us-isof-south-1",
        },
        new("aws-eusc", @"^eusc-(de)-\w+-\d+$", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1")
        {
            Iam = "iam.eusc-de-east-1.amazonaws.eu",
            IamSigningRegion = "eusc-de-east-1",
        },
    ];

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Where IAM answers.</summary>
    public required string Iam { get; init; }

    /// <summary>The region that calls to IAM are signed for.</summary>
    public required string IamSigningRegion { get; init; }

    /// <summary>Where IAM answers over IPv6; null where only the general pattern holds.</summary>
    public string? IamDualStack { get; init; }

    /// <summary>Where IAM answers with FIPS cryptography; null where only the general pattern holds.</summary>
    public string? IamFips { get; init; }

    /// <summary>Both; null where only the general pattern holds.</summary>
    public string? IamFipsDualStack { get; init; }

    /// <summary>The partition that a region belongs to; null when it is of none.</summary>
    public static Partition? Of(string region) => All.FirstOrDefault(partition =>
        Regex.IsMatch(region, partition.RegionPattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout)
        || region == partition.Name + "-global");
}
