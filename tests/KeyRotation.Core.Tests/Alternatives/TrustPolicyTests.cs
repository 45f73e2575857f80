using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;
using Xunit;

namespace KeyRotation.Tests.Alternatives;

/// <summary>The policies and commands that alternatives come with.</summary>
public sealed class TrustPolicyTests
{
    private static readonly IReadOnlyList<AlternativePlan> Plans =
    [
        .. new[] { AwsHome.Lambda, AwsHome.Fargate, AwsHome.EcsOnInstances, AwsHome.EcsAnywhere, AwsHome.Batch, AwsHome.AppRunner, AwsHome.CodeBuild, AwsHome.Instance }.Select(home => new ServiceRolePlan(home)),
        new PodRolePlan(),
        .. BuildService.All.Select(service => new OidcPlan(service)),
        new RolesAnywherePlan(),
        .. Vendor.All.Select(vendor => new VendorRolePlan(vendor)),
    ];

    public static TheoryData<string, string> Partitions()
    {
        var data = new TheoryData<string, string>();
        foreach (AlternativePlan plan in Plans)
        {
            foreach (string partition in new[] { "aws", "aws-cn", "aws-us-gov" })
            {
                data.Add(plan.Home, partition);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Partitions))]
    public void A_trust_policy_is_one_that_IAM_could_take(string home, string partition)
    {
        KeyFacts facts = new InventedUser("svc", string.Empty, string.Empty) { Partition = partition }.ToFacts();
        string policy = Plans.First(plan => plan.Home == home).TrustPolicy(facts)!;

        using JsonDocument document = JsonDocument.Parse(policy);
        Assert.Equal("2012-10-17", document.RootElement.GetProperty("Version").GetString());
        JsonElement statement = Assert.Single(document.RootElement.GetProperty("Statement").EnumerateArray());
        Assert.Equal("Allow", statement.GetProperty("Effect").GetString());
        JsonProperty principal = Assert.Single(statement.GetProperty("Principal").EnumerateObject());
        Assert.Contains(principal.Name, (string[])["Service", "Federated", "AWS"]);
        Assert.NotEqual("*", principal.Value.GetString());
        Assert.All(Actions(statement), action => Assert.StartsWith("sts:", action, StringComparison.Ordinal));
        Assert.All(Regex.Matches(policy, "arn:(?<partition>[^:]+):", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), arn => Assert.Equal(partition, arn.Groups["partition"].Value));
    }

    [Fact]
    public void A_role_for_a_build_service_compares_what_the_token_is_for_and_who_asks() => Assert.All(BuildService.All, service =>
    {
        KeyFacts facts = new InventedUser("svc", string.Empty, string.Empty).ToFacts();
        using JsonDocument document = JsonDocument.Parse(new OidcPlan(service).TrustPolicy(facts));
        JsonElement statement = document.RootElement.GetProperty("Statement")[0];
        string host = service.Url["https://".Length..];
        Assert.Equal($"arn:aws:iam::123456789012:oidc-provider/{host}", statement.GetProperty("Principal").GetProperty("Federated").GetString());
        Dictionary<string, string> conditions = statement.GetProperty("Condition").EnumerateObject().SelectMany(test => test.Value.EnumerateObject()).ToDictionary(one => one.Name, one => one.Value.GetString()!);
        Assert.Equal(service.Audience, conditions[host + ":aud"]);
        Assert.Equal(service.Subject, conditions[host + ":sub"]);
        Assert.DoesNotMatch(@"^\*|^repo:\*", conditions[host + ":sub"]);
    });

    [Fact]
    public void A_vendor_needs_the_external_id() => Assert.All(Vendor.All, vendor =>
        Assert.Contains("\"sts:ExternalId\"", new VendorRolePlan(vendor).TrustPolicy(new InventedUser("svc", string.Empty, string.Empty).ToFacts()), StringComparison.Ordinal));

    [Fact]
    public void In_China_the_audience_and_the_service_have_the_names_of_the_partition()
    {
        KeyFacts facts = new InventedUser("svc", string.Empty, string.Empty) { Partition = "aws-cn" }.ToFacts();

        Assert.Contains("\"sts.amazonaws.com.cn\"", new OidcPlan(BuildService.GitHub).TrustPolicy(facts), StringComparison.Ordinal);
        Assert.Contains("\"ec2.amazonaws.com.cn\"", new ServiceRolePlan(AwsHome.Instance).TrustPolicy(facts), StringComparison.Ordinal);
        Assert.Contains("\"lambda.amazonaws.com\"", new ServiceRolePlan(AwsHome.Lambda).TrustPolicy(facts), StringComparison.Ordinal);
    }

    [Fact]
    public void The_account_of_a_vendor_is_not_given_for_another_partition() => Assert.DoesNotContain(
        "464622532012",
        new VendorRolePlan(Vendor.All[0]).TrustPolicy(new InventedUser("svc", string.Empty, string.Empty) { Partition = "aws-us-gov" }.ToFacts()),
        StringComparison.Ordinal);

    [Fact]
    public void Commands_name_the_account_and_quote_what_a_shell_would_take_apart()
    {
        KeyFacts facts = new InventedUser("team=a+b,c@d", string.Empty, string.Empty) { Partition = "aws-cn" }.ToFacts();

        Assert.All(Plans, plan => Assert.All(plan.Commands(facts), command =>
        {
            string unquoted = Regex.Replace(command, "'[^']*'", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.DoesNotMatch(@"[<>,]", unquoted.Replace("{ ", string.Empty, StringComparison.Ordinal));
        }));
        Assert.Contains(Plans[0].Commands(facts), command => command.Contains("arn:aws-cn:iam::123456789012:role/team=a+b,c@d-role", StringComparison.Ordinal));
    }

    [Fact]
    public void The_addresses_that_were_seen_lead_to_instances_and_bound_a_key_that_stays()
    {
        KeyFacts onInstance = new InventedUser("svc", string.Empty, string.Empty) { Calls = [("Boto3/1.34 exec-env/EC2", "10.30.41.118", 9)] }.ToFacts();
        KeyFacts atProduct = new InventedUser("svc", string.Empty, string.Empty) { Calls = [("APN/1.0 Veeam/1.0 Backup/12.0", "203.0.113.21", 9)] }.ToFacts();

        Assert.Contains(new ServiceRolePlan(AwsHome.Instance).Commands(onInstance), command => command.Contains("Name=addresses.private-ip-address,Values=10.30.41.118", StringComparison.Ordinal));
        Assert.Contains(new KeepPlan("Veeam", "which").Commands(atProduct), command => command.Contains("\"aws:SourceIp\":[\"203.0.113.21\"]", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Actions(JsonElement statement) => statement.GetProperty("Action") is { ValueKind: JsonValueKind.Array } many ? many.EnumerateArray().Select(action => action.GetString()!) : [statement.GetProperty("Action").GetString()!];
}
