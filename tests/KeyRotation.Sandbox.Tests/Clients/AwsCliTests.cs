using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Clients;

/// <summary>The sandbox as the AWS CLI sees it.</summary>
public sealed class AwsCliTests : IDisposable
{
    private readonly SandboxServer server = SandboxServer.Start(Start.Options with { Users = 149, ReportPolls = 0, Propagation = TimeSpan.Zero });

    [Fact]
    public async Task It_lists_over_pages_and_says_who_it_is()
    {
        var users = await JsonAsync("iam", "list-users");
        var identity = await JsonAsync("sts", "get-caller-identity");

        Assert.Equal(server.Account.Users.Select(user => user.UserName), users["Users"]!.AsArray().Select(user => user!["UserName"]!.GetValue<string>()));
        Assert.Equal(2, server.Calls.Count("ListUsers"));
        Assert.Equal("arn:aws:iam::123456789012:user/sandbox-admin", identity["Arn"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_creates_disables_and_deletes_a_key()
    {
        server.Account.CreateUser("zz-ada");
        var created = (await JsonAsync("iam", "create-access-key", "--user-name", "zz-ada"))["AccessKey"]!;
        var id = created["AccessKeyId"]!.GetValue<string>();
        Assert.Equal(created["SecretAccessKey"]!.GetValue<string>(), server.Account.FindKey(id)?.SecretAccessKey);

        await OkAsync("iam", "update-access-key", "--user-name", "zz-ada", "--access-key-id", id, "--status", "Inactive");
        Assert.Equal(SandboxKeyStatus.Inactive, server.Account.FindKey(id)?.Status);
        await OkAsync("iam", "delete-access-key", "--user-name", "zz-ada", "--access-key-id", id);
        var again = await RunAsync("iam", "delete-access-key", "--user-name", "zz-ada", "--access-key-id", id);

        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("(NoSuchEntity)", again.Error, StringComparison.Ordinal);
        Assert.Contains("The Access Key with id " + id + " cannot be found.", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tags_users_and_reads_the_report()
    {
        await OkAsync("iam", "tag-user", "--user-name", "sandbox-admin", "--tags", "Key=keyrotation:exempt,Value=until=2027-01-31 reason=audit");
        var tags = await JsonAsync("iam", "list-user-tags", "--user-name", "sandbox-admin");
        Assert.Equal("until=2027-01-31 reason=audit", tags["Tags"]![0]!["Value"]!.GetValue<string>());

        Assert.Equal("STARTED", (await JsonAsync("iam", "generate-credential-report"))["State"]!.GetValue<string>());
        var report = await JsonAsync("iam", "get-credential-report");
        var content = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(report["Content"]!.GetValue<string>()));
        Assert.Equal(152, content.Split('\n').Length);
    }

    [Fact]
    public async Task It_reads_findings_of_GuardDuty_users_with_a_policy_and_the_account_of_a_key()
    {
        var key = server.Account.Users[0].Keys[0];
        var finding = server.Account.AddFinding("us-east-1", new SandboxFinding(key.AccessKeyId, key.UserName) { Severity = 8 });
        server.Account.AddFinding("us-east-1", new SandboxFinding(key.AccessKeyId, key.UserName) { Archived = true });
        server.Account.AttachAwsPolicy(key.UserName, "AWSCompromisedKeyQuarantineV2");

        var detector = (await JsonAsync("guardduty", "list-detectors"))["DetectorIds"]![0]!.GetValue<string>();
        var found = await JsonAsync("guardduty", "list-findings", "--detector-id", detector, "--finding-criteria", """{"Criterion":{"service.archived":{"Eq":["false"]}}}""");
        Assert.Equal([finding], found["FindingIds"]!.AsArray().Select(id => id!.GetValue<string>()));
        var read = (await JsonAsync("guardduty", "get-findings", "--detector-id", detector, "--finding-ids", finding))["Findings"]![0]!;
        Assert.Equal(key.AccessKeyId, read["Resource"]!["AccessKeyDetails"]!["AccessKeyId"]!.GetValue<string>());

        var users = await JsonAsync("iam", "list-entities-for-policy", "--policy-arn", "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2", "--entity-filter", "User");
        Assert.Equal(key.UserName, users["PolicyUsers"]![0]!["UserName"]!.GetValue<string>());
        Assert.Equal("123456789012", (await JsonAsync("sts", "get-access-key-info", "--access-key-id", key.AccessKeyId))["Account"]!.GetValue<string>());
    }

    [Fact]
    public async Task It_publishes_to_a_topic_and_sends_mail()
    {
        var topic = server.Account.CreateTopic("us-east-1", "key-notices");
        server.Account.VerifyMailIdentity("us-east-1", "example.com");

        await OkAsync("sns", "publish", "--topic-arn", topic, "--subject", "subject", "--message", "text", "--message-attributes", """{"recipient":{"DataType":"String","StringValue":"red"}}""");
        await OkAsync(
            "sesv2", "send-email", "--from-email-address", "keys@example.com", "--destination", "ToAddresses=red@example.com", "--content", """{"Simple":{"Subject":{"Data":"subject"},"Body":{"Text":{"Data":"text"}}}}""");

        var published = Assert.Single(server.Account.Published("us-east-1", topic));
        Assert.Equal(("subject", "text", "red"), (published.Subject, published.Message, published.Attributes["recipient"]));
        Assert.Equal(new SandboxMail("keys@example.com", "red@example.com", "subject", "text"), Assert.Single(server.Account.Mails("us-east-1")));
    }

    [Fact]
    public async Task It_puts_a_rule_of_Config_reads_its_verdicts_over_pages_and_imports_a_finding()
    {
        await OkAsync("configservice", "put-config-rule", "--config-rule", """{"ConfigRuleName":"keys","Source":{"Owner":"AWS","SourceIdentifier":"ACCESS_KEYS_ROTATED"},"InputParameters":"{\"maxAccessKeyAge\":\"90\"}"}""");
        var found = await JsonAsync("configservice", "get-compliance-details-by-config-rule", "--config-rule-name", "keys");
        var recorders = await JsonAsync("configservice", "describe-configuration-recorder-status");
        var imported = await JsonAsync("securityhub", "batch-import-findings", "--findings", """[{"SchemaVersion":"2018-10-08","Id":"f","ProductArn":"arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default","GeneratorId":"g","AwsAccountId":"123456789012","CreatedAt":"2026-03-02T09:00:00Z","UpdatedAt":"2026-03-02T09:00:00Z","Title":"t","Description":"d","Resources":[{"Type":"Other","Id":"r"}],"Severity":{"Label":"LOW"},"Types":["t"]}]""");

        var bad = found["EvaluationResults"]!.AsArray().Where(item => item!["ComplianceType"]!.GetValue<string>() == "NON_COMPLIANT").Select(item => item!["EvaluationResultIdentifier"]!["EvaluationResultQualifier"]!["ResourceId"]!.GetValue<string>());
        var limit = server.Clock.UtcNow.AddDays(-90);
        Assert.Equal(150, found["EvaluationResults"]!.AsArray().Count);
        Assert.Equal(server.Account.Users.Where(user => user.Keys.Any(key => key.Status == SandboxKeyStatus.Active && key.CreateDate < limit)).Select(user => user.UserId).Order(StringComparer.Ordinal), bad);
        Assert.True(recorders["ConfigurationRecordersStatus"]![0]!["recording"]!.GetValue<bool>());
        Assert.Equal((1, "f"), (imported["SuccessCount"]!.GetValue<int>(), Assert.Single(server.Account.ImportedFindings("us-east-1")).Id));
    }

    public void Dispose() => server.Dispose();

    private async Task<JsonNode> JsonAsync(params string[] arguments) => (await OkAsync(arguments)).Json;

    private async Task<ForeignProcess> OkAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private async Task<ForeignProcess> RunAsync(params string[] arguments)
    {
        try
        {
            return await ForeignProcess.RunAsync("aws", [.. arguments, "--output", "json"], ForeignProcess.Environment(server));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("The AWS CLI is not installed on this machine.");
            throw;
        }
    }
}
