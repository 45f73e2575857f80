using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Secrets;

/// <summary>Secrets as a whole, from creation to deletion.</summary>
public sealed class SecretTests : IDisposable
{
    private const string First = "11111111-1111-1111-1111-111111111111";
    private const string Second = "22222222-2222-2222-2222-222222222222";
    private const string Third = "33333333-3333-3333-3333-333333333333";

    private readonly SecretClient secrets = new();

    public static TheoryData<string, string, string> BadNames => new()
    {
        { string.Empty, "ValidationException", "have length greater than or equal to 1" },
        { new string('n', 513), "ValidationException", "have length less than or equal to 512" },
        { "with space", "ValidationException", "Invalid name." },
        { "größe", "ValidationException", "Invalid name." },
    };

    [Fact]
    public async Task A_secret_is_created_with_its_first_version_and_read_by_name_and_ARN()
    {
        var created = await secrets.CallAsync(
            "CreateSecret",
            new { Name = "app/key", ClientRequestToken = First, SecretString = "s-1", Description = "the key", Tags = new[] { new { Key = "Owner", Value = "web" } } });

        Assert.Matches(@"^arn:aws:secretsmanager:us-east-1:123456789012:secret:app/key-[A-Za-z0-9]{6}\z", created.Field("ARN"));
        Assert.Equal(("app/key", First), (created.Field("Name"), created.Field("VersionId")));
        Assert.Equal("application/x-amz-json-1.1", created.Message.Content.Headers.ContentType?.MediaType);
        Assert.Single(created.Message.Headers.GetValues("x-amzn-RequestId"));
        foreach (var id in new[] { "app/key", created.Field("ARN")!, created.Field("ARN")![..^7] })
        {
            var read = await secrets.CallAsync("GetSecretValue", new { SecretId = id });
            Assert.Equal(("s-1", First, "AWSCURRENT"), (read.Field("SecretString"), read.Field("VersionId"), read.Json["VersionStages"]![0]!.ToString()));
            Assert.Equal(Start.Time.ToUnixTimeSeconds(), read.Json["CreatedDate"]!.GetValue<double>());
        }

        Assert.Equal("web", secrets.Only.Tags["Owner"]);
        Assert.False(secrets.Only.Tags.ContainsKey("owner"));
        Assert.Equal("the key", secrets.Only.Description);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_unless_it_is_the_same_call_again()
    {
        Assert.Null((await secrets.CreateAsync("app/key", First, "s-1")).JsonCode);
        Assert.Null((await secrets.CreateAsync("app/key", First, "s-1")).JsonCode);
        var otherValue = await secrets.CreateAsync("app/key", First, "s-2");
        var otherToken = await secrets.CreateAsync("app/key", Second, "s-1");

        Assert.Equal("ResourceExistsException", otherValue.JsonCode);
        Assert.Equal((400, "ResourceExistsException"), (otherToken.Status, otherToken.JsonCode));
        Assert.Equal("The operation failed because the secret app/key already exists.", otherToken.JsonErrorText);
        Assert.Equal("s-1", Assert.Single(secrets.Only.Versions).SecretString);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task A_name_that_AWS_would_not_take_is_refused(string name, string code, string text)
    {
        var answer = await secrets.CreateAsync(name, First, "s-1");

        Assert.Equal((400, code), (answer.Status, answer.JsonCode));
        Assert.Contains(text, answer.JsonErrorText, StringComparison.Ordinal);
        Assert.Empty(secrets.Account.Secrets(SecretClient.Region));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "empty");
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        var absent = await secrets.ReadAsync("nobody");
        var empty = await secrets.ReadAsync("empty");

        Assert.Equal((400, "ResourceNotFoundException"), (absent.Status, absent.JsonCode));
        Assert.Equal("Secrets Manager can't find the specified secret.", absent.JsonErrorText);
        Assert.Equal("Secrets Manager can't find the specified secret value for staging label: AWSCURRENT", empty.JsonErrorText);
        Assert.Equal("ResourceNotFoundException", (await secrets.ReadAsync("app/key", versionId: Third)).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await secrets.PutAsync("nobody", First, "s-1")).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await secrets.ReadAsync("APP/KEY")).JsonCode);
    }

    [Fact]
    public async Task A_scheduled_deletion_locks_the_secret_until_it_is_restored_or_gone()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        var deleted = await secrets.CallAsync("DeleteSecret", new { SecretId = "app/key", RecoveryWindowInDays = 7 });
        Assert.Equal(Start.Time.AddDays(7).ToUnixTimeSeconds(), deleted.Json["DeletionDate"]!.GetValue<double>());
        Assert.Equal(Start.Time.AddDays(7), secrets.Only.DeletedDate);

        var read = await secrets.ReadAsync("app/key");
        Assert.Equal("InvalidRequestException", read.JsonCode);
        Assert.Equal("You can't perform this operation on the secret because it was marked for deletion.", read.JsonErrorText);
        Assert.Equal("InvalidRequestException", (await secrets.PutAsync("app/key", First, "s-1")).JsonCode);
        var created = await secrets.CreateAsync("app/key", First, "s-1");
        Assert.Equal("InvalidRequestException", created.JsonCode);
        Assert.Equal("You can't create this secret because a secret with this name is already scheduled for deletion.", created.JsonErrorText);
        Assert.NotNull((await secrets.DescribeAsync("app/key")).Json["DeletedDate"]);

        Assert.Null((await secrets.CallAsync("RestoreSecret", new { SecretId = "app/key" })).JsonCode);
        Assert.Equal("s-0", (await secrets.ReadAsync("app/key")).Field("SecretString"));
        Assert.Null((await secrets.DescribeAsync("app/key")).Json["DeletedDate"]);

        await secrets.CallAsync("DeleteSecret", new { SecretId = "app/key" });
        secrets.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal("InvalidRequestException", (await secrets.CreateAsync("app/key", First, "s-1")).JsonCode);
        secrets.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ResourceNotFoundException", (await secrets.DescribeAsync("app/key")).JsonCode);
        Assert.Null((await secrets.CreateAsync("app/key", First, "s-1")).JsonCode);
    }

    [Fact]
    public async Task A_forced_deletion_is_done_at_once()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        Assert.Null((await secrets.CallAsync("DeleteSecret", new { SecretId = "app/key", ForceDeleteWithoutRecovery = true })).JsonCode);

        Assert.Empty(secrets.Account.Secrets(SecretClient.Region));
        Assert.Null((await secrets.CallAsync("DeleteSecret", new { SecretId = "app/key", ForceDeleteWithoutRecovery = true })).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await secrets.CallAsync("DeleteSecret", new { SecretId = "app/key" })).JsonCode);
        Assert.Null((await secrets.CreateAsync("app/key", First, "s-1")).JsonCode);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(31, false)]
    [InlineData(7, true)]
    public async Task A_recovery_window_has_7_to_30_days_and_no_force(int days, bool isForced)
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        var answer = await secrets.CallAsync(
            "DeleteSecret", new { SecretId = "app/key", RecoveryWindowInDays = days, ForceDeleteWithoutRecovery = isForced });

        Assert.Equal("InvalidParameterException", answer.JsonCode);
        Assert.Null(secrets.Only.DeletedDate);
    }

    [Fact]
    public async Task It_is_described_with_stages_tags_and_times()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        secrets.Clock.Advance(TimeSpan.FromHours(1.5));
        await secrets.PutAsync("app/key", First, "s-1");
        await secrets.ReadAsync("app/key");
        await secrets.CallAsync("TagResource", new { SecretId = "app/key", Tags = new[] { new { Key = "a", Value = "1" }, new { Key = "A", Value = "2" } } });
        await secrets.CallAsync("UntagResource", new { SecretId = "app/key", TagKeys = Client.List("a", "b") });
        var json = (await secrets.DescribeAsync("app/key")).Json;

        Assert.Equal("AWSCURRENT", json["VersionIdsToStages"]![First]![0]!.ToString());
        Assert.Equal(2, json["VersionIdsToStages"]!.AsObject().Count);
        Assert.Equal("A", Assert.Single(json["Tags"]!.AsArray())!["Key"]!.ToString());
        Assert.Equal(Start.Time.ToUnixTimeSeconds(), json["CreatedDate"]!.GetValue<double>());
        Assert.Equal(Start.Time.ToUnixTimeSeconds() + 5400, json["LastChangedDate"]!.GetValue<double>());
        Assert.Equal(0, json["LastAccessedDate"]!.GetValue<double>() % 86400);
        Assert.DoesNotContain("s-1", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_that_AWS_would_not_take_are_refused()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        foreach (var key in new[] { "aws:x", string.Empty, "semi;colon", new string('k', 129) })
        {
            var answer = await secrets.CallAsync("TagResource", new { SecretId = "app/key", Tags = new[] { new { Key = key, Value = "v" } } });
            Assert.Equal("InvalidParameterException", answer.JsonCode);
        }

        var many = Enumerable.Range(0, 51).Select(number => new { Key = number.ToString(CultureInfo.InvariantCulture), Value = string.Empty });
        Assert.Equal("InvalidParameterException", (await secrets.CallAsync("TagResource", new { SecretId = "app/key", Tags = many })).JsonCode);
        Assert.Empty(secrets.Only.Tags);
    }

    [Fact]
    public async Task Every_region_has_secrets_of_its_own()
    {
        secrets.Account.CreateSecret("eu-west-1", "app/key", "s-eu");
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-us");
        var europe = await secrets.CallAsync("GetSecretValue", new { SecretId = "app/key" }, "eu-west-1");
        var foreign = await secrets.CallAsync("GetSecretValue", new { SecretId = europe.Field("ARN") });

        Assert.Equal("s-eu", europe.Field("SecretString"));
        Assert.Contains(":eu-west-1:", europe.Field("ARN"), StringComparison.Ordinal);
        Assert.Equal("s-us", (await secrets.ReadAsync("app/key")).Field("SecretString"));
        Assert.Equal("ResourceNotFoundException", foreign.JsonCode);
        Assert.Equal("ResourceNotFoundException", (await secrets.CallAsync("GetSecretValue", new { SecretId = "app/key" }, "ap-south-1")).JsonCode);
    }

    [Fact]
    public void The_same_seed_gives_the_same_ARNs_and_no_text_form_shows_a_value()
    {
        using var twin = Start.Empty();
        var secret = secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-hidden");

        Assert.Equal(secret.Arn, twin.Account.CreateSecret(SecretClient.Region, "app/key", "s-hidden").Arn);
        Assert.Equal(secret, secrets.Account.FindSecret(SecretClient.Region, secret.Arn));
        Assert.DoesNotContain("s-hidden", secret + string.Concat(secret.Versions), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => secrets.Account.Secrets("cn-north-1"));
    }

    public void Dispose() => secrets.Dispose();
}
