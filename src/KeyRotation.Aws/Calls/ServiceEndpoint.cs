using System;

namespace KeyRotation.Aws.Calls;

/// <summary>Where a service answers and which region its calls are signed for.</summary>
/// <param name="Url">The address.</param>
/// <param name="SigningRegion">The region of the signature.</param>
internal sealed record ServiceEndpoint(Uri Url, string SigningRegion)
{
    /// <summary>IAM of a partition.</summary>
    public static ServiceEndpoint OfIam(Partition partition, bool useFips, bool useDualStack)
    {
        string? special = (useFips, useDualStack) switch
        {
            (false, false) => partition.Iam,
            (false, true) => partition.IamDualStack,
            (true, false) => partition.IamFips,
            (true, true) => partition.IamFipsDualStack,
        };
        return special is not null
            ? At(special, partition.IamSigningRegion)
            : At((useFips ? "iam-fips." : "iam.") + (useDualStack ? partition.DualStackSuffix : partition.DnsSuffix), partition.GlobalRegion);
    }

    /// <summary>STS of a region.</summary>
    public static ServiceEndpoint OfSts(Partition partition, string region, bool useFips, bool useDualStack)
    {
        if (region.EndsWith("-global", StringComparison.Ordinal))
        {
            region = partition.GlobalRegion;
        }

        // The government regions have FIPS at the ordinary name.
        bool ordinary = !useFips || (partition.Name == "aws-us-gov" && !useDualStack);
        return At($"{(ordinary ? "sts" : "sts-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>Secrets Manager of a region.</summary>
    public static ServiceEndpoint OfSecretsManager(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // There, the ordinary names are dual-stack themselves.
        bool ordinary = !useDualStack || partition.Name is "aws" or "aws-us-gov" || (partition.Name == "aws-cn" && !useFips);
        return At($"{(useFips ? "secretsmanager-fips" : "secretsmanager")}.{region}.{(ordinary ? partition.DnsSuffix : partition.DualStackSuffix)}", region);
    }

    /// <summary>Systems Manager, which has Parameter Store, of a region.</summary>
    public static ServiceEndpoint OfSsm(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // The government regions have FIPS at the ordinary name.
        bool ordinary = !useFips || (partition.Name == "aws-us-gov" && !useDualStack);
        return At($"{(ordinary ? "ssm" : "ssm-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>CloudTrail of a region.</summary>
    public static ServiceEndpoint OfCloudTrail(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // The government regions have FIPS at the ordinary name.
        bool ordinary = !useFips || (partition.Name == "aws-us-gov" && !useDualStack);
        return At($"{(ordinary ? "cloudtrail" : "cloudtrail-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>SQS of a region.</summary>
    public static ServiceEndpoint OfSqs(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // The government regions have FIPS at the ordinary name.
        bool ordinary = !useFips || (partition.Name == "aws-us-gov" && !useDualStack);
        return At($"{(ordinary ? "sqs" : "sqs-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>SES of a region.</summary>
    public static ServiceEndpoint OfSes(Partition partition, string region, bool useFips, bool useDualStack) =>
        At($"{(useFips ? "email-fips" : "email")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);

    /// <summary>SNS of a region.</summary>
    public static ServiceEndpoint OfSns(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // The government regions have FIPS at the ordinary name.
        bool ordinary = !useFips || (partition.Name == "aws-us-gov" && !useDualStack);
        return At($"{(ordinary ? "sns" : "sns-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>GuardDuty of a region.</summary>
    public static ServiceEndpoint OfGuardDuty(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // The government regions have FIPS at the ordinary name.
        bool ordinary = !useFips || (partition.Name == "aws-us-gov" && !useDualStack);
        return At($"{(ordinary ? "guardduty" : "guardduty-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>AWS Config of a region.</summary>
    public static ServiceEndpoint OfConfig(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // The government regions have FIPS at the ordinary name.
        bool ordinary = !useFips || (partition.Name == "aws-us-gov" && !useDualStack);
        return At($"{(ordinary ? "config" : "config-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>Security Hub of a region.</summary>
    public static ServiceEndpoint OfSecurityHub(Partition partition, string region, bool useFips, bool useDualStack) =>
        At($"{(useFips ? "securityhub-fips" : "securityhub")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);

    /// <summary>Step Functions of a region.</summary>
    public static ServiceEndpoint OfStepFunctions(Partition partition, string region, bool useFips, bool useDualStack)
    {
        // One government region has FIPS at the ordinary name; the dual-stack names of both are those with FIPS.
        bool ordinary = useFips ? region == "us-gov-west-1" && !useDualStack : partition.Name != "aws-us-gov" || !useDualStack;
        return At($"{(ordinary ? "states" : "states-fips")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region);
    }

    /// <summary>Organizations, which answers in one region of most partitions and in each of the others.</summary>
    public static ServiceEndpoint OfOrganizations(Partition partition, string region, bool useFips, bool useDualStack)
    {
        string home = partition.Name is "aws-iso-e" or "aws-eusc" ? region : partition.GlobalRegion;
        return (partition.Name, useFips, useDualStack) switch
        {
            (_, false, false) or ("aws-us-gov", true, false) => At($"organizations.{home}.{partition.DnsSuffix}", home),
            ("aws", true, false) => At($"organizations-fips.{home}.{partition.DnsSuffix}", home),
            _ => At($"{(useFips ? "organizations-fips" : "organizations")}.{region}.{(useDualStack ? partition.DualStackSuffix : partition.DnsSuffix)}", region),
        };
    }

    private static ServiceEndpoint At(string host, string signingRegion) => new(new Uri("https://" + host + "/"), signingRegion);
}
