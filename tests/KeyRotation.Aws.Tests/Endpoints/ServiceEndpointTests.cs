using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Tests.Support;
using Xunit;

namespace KeyRotation.Aws.Tests.Endpoints;

public sealed class ServiceEndpointTests
{
    private static readonly string[] Regions =
    [
        "us-east-1", "eu-central-1", "ap-southeast-7", "mx-central-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1",
        "us-iso-east-1", "us-iso-west-1", "us-isob-east-1", "us-isob-west-1", "eu-isoe-west-1", "us-isof-south-1", "us-isof-east-1", "eusc-de-east-1",
    ];

    private static readonly string[] PseudoRegions =
    [
        "aws-global", "aws-cn-global", "aws-us-gov-global", "aws-iso-global", "aws-iso-b-global", "aws-iso-e-global", "aws-iso-f-global",
    ];

    private static readonly (bool UseFips, bool UseDualStack)[] Choices = [(false, false), (false, true), (true, false), (true, true)];

    public static TheoryData<string> IamRegions => [.. Regions, .. PseudoRegions];

    public static TheoryData<string> StsRegions => [.. Regions];

    [Theory]
    [MemberData(nameof(IamRegions))]
    public void Iam_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "iam", region, (useFips, useDualStack) => ServiceEndpoint.OfIam(Partition.Of(region)!, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Sts_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "sts", region, (useFips, useDualStack) => ServiceEndpoint.OfSts(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Secrets_Manager_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "secretsmanager", region, (useFips, useDualStack) => ServiceEndpoint.OfSecretsManager(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Systems_Manager_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "ssm", region, (useFips, useDualStack) => ServiceEndpoint.OfSsm(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Organizations_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "organizations", region, (useFips, useDualStack) => ServiceEndpoint.OfOrganizations(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void CloudTrail_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "cloudtrail", region, (useFips, useDualStack) => ServiceEndpoint.OfCloudTrail(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Sqs_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "sqs", region, (useFips, useDualStack) => ServiceEndpoint.OfSqs(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Sns_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "sns", region, (useFips, useDualStack) => ServiceEndpoint.OfSns(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Ses_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "sesv2", region, (useFips, useDualStack) => ServiceEndpoint.OfSes(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void GuardDuty_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "guardduty", region, (useFips, useDualStack) => ServiceEndpoint.OfGuardDuty(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Config_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "config", region, (useFips, useDualStack) => ServiceEndpoint.OfConfig(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Security_Hub_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "securityhub", region, (useFips, useDualStack) => ServiceEndpoint.OfSecurityHub(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [MemberData(nameof(StsRegions))]
    public void Step_Functions_answers_where_the_rules_of_AWS_say(string region) => AssertAsTheRulesSay(
        "stepfunctions", region, (useFips, useDualStack) => ServiceEndpoint.OfStepFunctions(Partition.Of(region)!, region, useFips, useDualStack));

    [Theory]
    [InlineData("aws-global", "https://sts.us-east-1.amazonaws.com/", "us-east-1")]
    [InlineData("aws-cn-global", "https://sts.cn-northwest-1.amazonaws.com.cn/", "cn-northwest-1")]
    [InlineData("aws-us-gov-global", "https://sts.us-gov-west-1.amazonaws.com/", "us-gov-west-1")]
    public void Sts_of_a_pseudo_region_is_that_of_the_region_behind_it(string region, string url, string signingRegion)
    {
        ServiceEndpoint endpoint = ServiceEndpoint.OfSts(Partition.Of(region)!, region, useFips: false, useDualStack: false);

        Assert.Equal((url, signingRegion), (endpoint.Url.AbsoluteUri, endpoint.SigningRegion));
    }

    [Theory]
    [InlineData("iam.amazonaws.com", "us-east-1", "us-east-1")]
    [InlineData("iam.amazonaws.com", "us-east-1", "eu-central-1")]
    [InlineData("iam.cn-north-1.amazonaws.com.cn", "cn-north-1", "cn-northwest-1")]
    [InlineData("iam.us-gov.amazonaws.com", "us-gov-west-1", "us-gov-east-1")]
    [InlineData("iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1", "us-iso-west-1")]
    [InlineData("iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1", "us-isob-west-1")]
    [InlineData("iam.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1", "eu-isoe-west-1")]
    [InlineData("iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1", "us-isof-east-1")]
    [InlineData("iam.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1", "eusc-de-east-1")]
    public void Iam_has_one_endpoint_and_one_signing_region_a_partition(string host, string signingRegion, string region)
    {
        ServiceEndpoint endpoint = ServiceEndpoint.OfIam(Partition.Of(region)!, useFips: false, useDualStack: false);

        Assert.Equal(("https", host, signingRegion), (endpoint.Url.Scheme, endpoint.Url.Host, endpoint.SigningRegion));
    }

    [Theory]
    [InlineData("")]
    [InlineData("moon-base-1")]
    [InlineData("us-east")]
    [InlineData("us-east-1x")]
    [InlineData("xus-east-1")]
    [InlineData("US-EAST-1")]
    [InlineData("us-gov-global")]
    [InlineData("eusc-fr-west-1")]
    public void A_region_of_no_partition_is_none(string region) => Assert.Null(Partition.Of(region));

    [Fact]
    public void The_copies_of_the_partitions_are_those_of_botocore()
    {
        List<JsonElement> official = ModelFiles.ReadBotocore("partitions.json").GetProperty("partitions").EnumerateArray().ToList();

        Assert.Equal(
            official.Select(Entry),
            PartitionData.All.OrderBy(entry => entry.Name, StringComparer.Ordinal));
        Assert.All(
            official.SelectMany(partition => partition.GetProperty("regions").EnumerateObject().Select(region => (Partition: Entry(partition).Name, Region: region.Name))),
            region => Assert.Equal(region.Partition, Partition.Of(region.Region)?.Name));
        Assert.Equal(official.Count, Partition.All.Count);
    }

    private static PartitionData.Entry Entry(JsonElement partition)
    {
        JsonElement outputs = partition.GetProperty("outputs");
        return new PartitionData.Entry(
            partition.GetProperty("id").GetString()!,
            partition.GetProperty("regionRegex").GetString()!,
            outputs.GetProperty("dnsSuffix").GetString()!,
            outputs.GetProperty("dualStackDnsSuffix").GetString()!,
            outputs.GetProperty("implicitGlobalRegion").GetString()!);
    }

    private static void AssertAsTheRulesSay(string service, string region, Func<bool, bool, ServiceEndpoint> endpointOf)
    {
        var rules = new EndpointRules(service);
        Assert.All(Choices, choice =>
        {
            ServiceEndpoint endpoint = endpointOf(choice.UseFips, choice.UseDualStack);
            Assert.Equal(rules.Resolve(region, choice.UseFips, choice.UseDualStack), (endpoint.Url.AbsoluteUri.TrimEnd('/'), endpoint.SigningRegion));
        });
    }
}
