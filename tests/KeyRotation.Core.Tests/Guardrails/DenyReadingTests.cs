using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using KeyRotation.Guardrails;
using KeyRotation.Guardrails.Policies;
using Xunit;

namespace KeyRotation.Tests.Guardrails;

/// <summary>What a statement of somebody's policy is taken for: only what is understood is in force.</summary>
public sealed class DenyReadingTests
{
    private const string Users = "arn:aws:iam::123456789012:user/";

    [Theory]
    [InlineData("\"iam:CreateAccessKey\"")]
    [InlineData("\"IAM:createaccesskey\"")]
    [InlineData("[\"s3:*\", \"iam:Create*\"]")]
    [InlineData("\"iam:*\"")]
    [InlineData("\"iam:?reateAccessKey\"")]
    [InlineData("\"*\"")]
    public void Wildcards_of_actions_deny_it_too(string actions) => Assert.Equal("Yes", Read($$"""{"Effect":"Deny","Action":{{actions}},"Resource":"*"}"""));

    [Theory]
    [InlineData("\"Action\":\"iam:DeleteAccessKey\"")]
    [InlineData("\"Action\":\"iam:CreateAccessKeys*s\"")]
    [InlineData("\"NotAction\":[\"iam:*\",\"sts:*\"]")]
    [InlineData("\"NotAction\":\"iam:CreateAccessKey\"")]
    public void Other_actions_do_not(string actions) => Assert.Equal("No", Read($$"""{"Effect":"Deny",{{actions}},"Resource":"*"}"""));

    [Fact]
    public void A_deny_of_all_other_actions_denies_it() => Assert.Equal("Yes", Read("""{"Effect":"Deny","NotAction":["s3:*","sts:*"],"Resource":"*"}"""));

    [Fact]
    public void An_allow_denies_nothing() => Assert.Equal("No", Read("""{"Effect":"Allow","Action":"*","Resource":"*"}"""));

    [Theory]
    [InlineData("\"StringNotEquals\":{\"aws:PrincipalTag/AllowAccessKeys\":\"true\"}", "callers with the tag AllowAccessKeys = true")]
    [InlineData("\"StringNotEqualsIfExists\":{\"AWS:principaltag/AllowAccessKeys\":[\"yes\",\"true\"]}", "callers with the tag AllowAccessKeys = yes or true")]
    [InlineData("\"StringNotLike\":{\"iam:ResourceTag/keys\":\"allow*\"}", "keys of users with the tag keys = allow*")]
    [InlineData("\"Null\":{\"aws:ResourceTag/keys\":\"true\"}", "keys of users with the tag keys")]
    [InlineData("\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:role/KeyRotation\"}", "callers arn:aws:iam::*:role/KeyRotation")]
    [InlineData("\"StringNotEquals\":{\"aws:PrincipalArn\":\"arn:aws:iam::123456789012:role/KeyRotation\"}", "callers arn:aws:iam::123456789012:role/KeyRotation")]
    public void Who_is_left_out_is_reported_as_found(string conditions, string exception) =>
        Assert.Equal("Yes: " + exception, Read($$"""{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{ {{conditions}} } }"""));

    [Theory]
    [InlineData("\"Bool\":{\"aws:MultiFactorAuthPresent\":\"false\"}")]
    [InlineData("\"StringNotEquals\":{\"aws:RequestedRegion\":\"eu-central-1\"}")]
    [InlineData("\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"o-exampleorg\"}")]
    [InlineData("\"StringEquals\":{\"aws:PrincipalTag/human\":\"true\"}")]
    [InlineData("\"StringEqualsIfExists\":{\"iam:ResourceTag/human\":\"true\"}")]
    [InlineData("\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:user/human/*\"}")]
    [InlineData("\"ForAllValues:StringNotEquals\":{\"aws:PrincipalTag/AllowAccessKeys\":\"true\"}")]
    [InlineData("\"StringNotEquals\":{\"aws:PrincipalTag/owner\":\"${aws:username}\"}")]
    [InlineData("\"StringNotEquals\":{\"aws:PrincipalTag/AllowAccessKeys\":[]}")]
    [InlineData("\"Null\":{\"aws:PrincipalTag/human\":\"false\"}")]
    [InlineData("\"StringNotEquals\":{\"aws:PrincipalTag/AllowAccessKeys\":\"true\",\"aws:SourceVpc\":\"vpc-1\"}")]
    [InlineData("\"SomethingNew\":{\"aws:PrincipalArn\":\"*\"}")]
    public void A_condition_that_is_not_understood_is_never_in_force(string conditions) =>
        Assert.StartsWith("Unknown", Read($$"""{"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{ {{conditions}} } }"""), StringComparison.Ordinal);

    [Fact]
    public void A_member_that_is_not_known_makes_the_statement_unknown() =>
        Assert.StartsWith("Unknown", Read("""{"Effect":"Deny","Action":"iam:*","Resource":"*","Principal":"*"}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"StringLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:root\"}")]
    [InlineData("\"ArnLike\":{\"aws:PrincipalArn\":[\"arn:aws:iam::*:root\"]},\"Bool\":{\"aws:MultiFactorAuthPresent\":\"false\"}")]
    [InlineData("\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:user/*\"}")]
    [InlineData("\"ArnNotLike\":{\"aws:PrincipalArn\":[\"arn:aws:iam::*:role/a\",\"*\"]}")]
    public void A_deny_that_reaches_no_user_is_not_in_force(string conditions) =>
        Assert.Equal("No", Read($$"""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{ {{conditions}} } }"""));

    [Theory]
    [InlineData("\"Resource\":\"arn:aws:iam::*:user/*\"", "Yes")]
    [InlineData("\"Resource\":\"arn:aws:iam::*\"", "Yes")]
    [InlineData("\"Resource\":[\"arn:aws:s3:::*\",\"arn:aws:iam::123456789012:*\"]", "Yes")]
    [InlineData("\"Resource\":\"arn:aws:iam::*:user/human/*\"", "Yes: keys of users other than arn:aws:iam::*:user/human/*")]
    [InlineData("\"Resource\":\"arn:aws:iam::210000000001:user/*\"", "No")]
    [InlineData("\"Resource\":\"arn:aws-cn:iam::*:user/*\"", "No")]
    [InlineData("\"Resource\":\"arn:aws:iam::*:role/*\"", "No")]
    [InlineData("\"Resource\":\"arn:aws:iam::*:user/${aws:username}\"", "Unknown")]
    [InlineData("\"NotResource\":\"arn:aws:iam::*:user/services/*\"", "Yes: keys of users arn:aws:iam::*:user/services/*")]
    [InlineData("\"NotResource\":\"arn:aws:iam::*:user/*\"", "No")]
    [InlineData("\"NotResource\":\"arn:aws:s3:::*\"", "Yes")]
    public void The_resource_is_the_user_for_whom_the_key_is(string resource, string verdict) =>
        Assert.StartsWith(verdict, Read($$"""{"Effect":"Deny","Action":"iam:CreateAccessKey",{{resource}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Deny\"}]}")]
    [InlineData("{\"Statement\":[{\"Effect\":\"deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":{},\"Resource\":\"*\"}]")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"NotAction\":\"*\",\"Resource\":\"*\"}]}")]
    public void What_is_no_policy_is_not_read_as_one(string text) => Assert.Throws<InvalidDataException>(() => PolicyReader.Read(text));

    [Fact]
    public void Every_policy_that_the_module_writes_is_understood()
    {
        foreach (var row in GuardrailTextTests.Variants())
        {
            GuardrailOptions options = row.Data;
            string partition = options.Partition ?? options.ExceptedRoleArns.First().Split(':')[1];

            DenyReading[] readings = PolicyReader.Read(GuardrailText.Of(options)).Select(statement => DenyReading.Of(statement, $"arn:{partition}:iam::*:user/")).ToArray();

            Assert.Equal("Yes", readings[0].Verdict.ToString());
            Assert.Equal(1 + (options.UserPath is null ? 0 : 1) + (options.ExceptedRoleArns.Count == 0 ? 0 : 1), readings[0].Exemptions.Count);
            Assert.All(readings.Skip(1), reading => Assert.Equal("No", reading.Verdict.ToString()));
        }
    }

    [Fact]
    public void Whom_a_policy_leaves_out_is_whom_it_does_not_deny()
    {
        string[] names = ["svc", "human/alice", "human/de/alice", "people/staff/bob", "people/carol"];
        Dictionary<string, string>[] tags = [[], new() { ["AllowAccessKeys"] = "true" }, new() { ["allowaccesskeys"] = "true" }, new() { ["AllowAccessKeys"] = "True" }, new() { ["Ключ доступа/ok"] = "ja é" }];
        foreach (var row in GuardrailTextTests.Variants())
        {
            string policy = GuardrailText.Of(row.Data);
            string users = $"arn:{row.Data.Partition ?? row.Data.ExceptedRoleArns.First().Split(':')[1]}:iam::123456789012:user/";
            DenyReading reading = DenyReading.Of(PolicyReader.Read(policy)[0], users);
            foreach (string name in names)
            {
                foreach (Dictionary<string, string> own in tags)
                {
                    bool isDenied = new InventedCall("iam:CreateAccessKey", users + name, users + name) { CallerTags = own, UserTags = own }.IsDeniedBy(policy);
                    Assert.Equal(isDenied, !reading.Exemptions.Any(exemption => exemption.Covers(new TaggedUser(users + name, own))));
                }
            }
        }
    }

    private static string Read(string statement)
    {
        DenyReading reading = DenyReading.Of(Assert.Single(PolicyReader.Read($$"""{"Version":"2012-10-17","Statement":[{{statement}}] }""")), Users);
        return reading.Exemptions.Count == 0 ? reading.Verdict.ToString() : $"{reading.Verdict}: {string.Join(", ", reading.Exemptions)}";
    }
}
