using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Secrets;

public sealed class SecretTests : IDisposable
{
    private const string Region = "us-east-1";
    private const string First = "11111111-1111-1111-1111-111111111111";
    private const string Second = "22222222-2222-2222-2222-222222222222";
    private const string Third = "33333333-3333-3333-3333-333333333333";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public SecretTests() => admin = new Client(server);

    private SandboxSecret Secret => Assert.Single(server.Account.Secrets(Region));

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
        var created = await admin.SecretsAsync(
            "CreateSecret",
            new { Name = "app/key", ClientRequestToken = First, SecretString = "s-1", Description = "the key", Tags = new[] { new { Key = "Owner", Value = "web" } } });

        Assert.Matches(@"^arn:aws:secretsmanager:us-east-1:123456789012:secret:app/key-[A-Za-z0-9]{6}\z", created.Field("ARN"));
        Assert.Equal(("app/key", First), (created.Field("Name"), created.Field("VersionId")));
        Assert.Equal("application/x-amz-json-1.1", created.Message.Content.Headers.ContentType?.MediaType);
        Assert.Single(created.Message.Headers.GetValues("x-amzn-RequestId"));
        foreach (var id in new[] { "app/key", created.Field("ARN")!, created.Field("ARN")![..^7] })
        {
            var read = await admin.SecretsAsync("GetSecretValue", new { SecretId = id });
            Assert.Equal(("s-1", First, "AWSCURRENT"), (read.Field("SecretString"), read.Field("VersionId"), read.Json["VersionStages"]![0]!.ToString()));
            Assert.Equal(Start.Time.ToUnixTimeSeconds(), read.Json["CreatedDate"]!.GetValue<double>());
        }

        Assert.Equal("web", Secret.Tags["Owner"]);
        Assert.False(Secret.Tags.ContainsKey("owner"));
        Assert.Equal("the key", Secret.Description);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_unless_it_is_the_same_call_again()
    {
        Assert.Null((await CreateAsync("app/key", First, "s-1")).JsonCode);
        Assert.Null((await CreateAsync("app/key", First, "s-1")).JsonCode);
        var otherValue = await CreateAsync("app/key", First, "s-2");
        var otherToken = await CreateAsync("app/key", Second, "s-1");

        Assert.Equal("ResourceExistsException", otherValue.JsonCode);
        Assert.Equal((400, "ResourceExistsException"), (otherToken.Status, otherToken.JsonCode));
        Assert.Equal("The operation failed because the secret app/key already exists.", otherToken.JsonErrorText);
        Assert.Equal("s-1", Assert.Single(Secret.Versions).SecretString);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public async Task A_name_that_AWS_would_not_take_is_refused(string name, string code, string text)
    {
        var answer = await CreateAsync(name, First, "s-1");

        Assert.Equal((400, code), (answer.Status, answer.JsonCode));
        Assert.Contains(text, answer.JsonErrorText, StringComparison.Ordinal);
        Assert.Empty(server.Account.Secrets(Region));
    }

    [Fact]
    public async Task Values_have_1_to_65536_bytes_and_are_not_quoted_in_refusals()
    {
        Assert.Equal("ValidationException", (await CreateAsync("a", First, string.Empty)).JsonCode);
        Assert.Null((await CreateAsync("a", First, new string('v', 65536))).JsonCode);
        var tooLong = await PutAsync("a", Second, new string('v', 65535) + "ä");

        Assert.Equal("ValidationException", tooLong.JsonCode);
        Assert.DoesNotContain("vvv", tooLong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Putting_moves_the_stages_on()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        var start = Secret.Versions[0].VersionId;
        await PutAsync("app/key", First, "s-1");
        Assert.Equal((First, start), (Holder("AWSCURRENT"), Holder("AWSPREVIOUS")));
        var put = await PutAsync("app/key", Second, "s-2");

        Assert.Equal((Second, First), (Holder("AWSCURRENT"), Holder("AWSPREVIOUS")));
        Assert.Equal("AWSCURRENT", Assert.Single(put.Json["VersionStages"]!.AsArray())!.ToString());
        Assert.Empty(Secret.Versions[0].Stages);
        Assert.Equal("s-1", (await ReadAsync("app/key", stage: "AWSPREVIOUS")).Field("SecretString"));
        Assert.Equal("s-0", (await ReadAsync("app/key", versionId: start)).Field("SecretString"));
    }

    [Fact]
    public async Task A_pending_version_waits_beside_the_current_one()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        var current = Holder("AWSCURRENT");
        await admin.SecretsAsync(
            "PutSecretValue", new { SecretId = "app/key", ClientRequestToken = First, SecretString = "s-1", VersionStages = Client.List("AWSPENDING") });

        Assert.Equal((current, First, null), (Holder("AWSCURRENT"), Holder("AWSPENDING"), Holder("AWSPREVIOUS")));
        Assert.Equal("s-0", (await ReadAsync("app/key")).Field("SecretString"));
        Assert.Equal("s-1", (await ReadAsync("app/key", stage: "AWSPENDING")).Field("SecretString"));
    }

    [Fact]
    public async Task A_token_makes_one_version_and_does_not_take_other_content()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        await PutAsync("app/key", First, "s-1");
        await PutAsync("app/key", Second, "s-2");
        Assert.Null((await PutAsync("app/key", First, "s-1")).JsonCode);
        var other = await PutAsync("app/key", First, "s-other");

        Assert.Equal("ResourceExistsException", other.JsonCode);
        Assert.Contains("You can't use ClientRequestToken " + First, other.JsonErrorText, StringComparison.Ordinal);
        Assert.Equal((3, Second), (Secret.Versions.Count, Holder("AWSCURRENT")));
    }

    [Fact]
    public async Task A_token_is_needed_and_has_32_to_64_characters()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        var none = await admin.SecretsAsync("PutSecretValue", new { SecretId = "app/key", SecretString = "s-1" });

        Assert.Equal("InvalidRequestException", none.JsonCode);
        Assert.Equal("InvalidParameterException", (await PutAsync("app/key", "short", "s-1")).JsonCode);
        Assert.Equal("InvalidRequestException", (await admin.SecretsAsync("PutSecretValue", new { SecretId = "app/key", ClientRequestToken = First })).JsonCode);
        Assert.Single(Secret.Versions);
    }

    [Fact]
    public async Task Moving_the_current_stage_back_undoes_a_put()
    {
        server.Account.CreateSecret(Region, "app/key");
        await PutAsync("app/key", First, "s-1");
        await PutAsync("app/key", Second, "s-2");
        var moved = await MoveAsync("AWSCURRENT", from: Second, to: First);

        Assert.Null(moved.JsonCode);
        Assert.Equal("s-1", (await ReadAsync("app/key")).Field("SecretString"));
        Assert.Equal((First, Second), (Holder("AWSCURRENT"), Holder("AWSPREVIOUS")));
        await MoveAsync("AWSPREVIOUS", from: Second, to: null);
        Assert.Null(Holder("AWSPREVIOUS"));
    }

    [Fact]
    public async Task A_stage_moves_only_from_where_it_is()
    {
        server.Account.CreateSecret(Region, "app/key");
        await PutAsync("app/key", First, "s-1");
        await PutAsync("app/key", Second, "s-2");
        var unnamed = await MoveAsync("AWSCURRENT", from: null, to: First);

        Assert.Equal("InvalidParameterException", unnamed.JsonCode);
        Assert.Contains("is currently attached to version " + Second, unnamed.JsonErrorText, StringComparison.Ordinal);
        Assert.Equal("InvalidParameterException", (await MoveAsync("AWSCURRENT", from: First, to: First)).JsonCode);
        Assert.Equal("InvalidParameterException", (await MoveAsync("AWSCURRENT", from: Second, to: null)).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await MoveAsync("AWSCURRENT", from: Second, to: Third)).JsonCode);
        Assert.Equal("InvalidParameterException", (await MoveAsync("AWSCURRENT", from: null, to: null)).JsonCode);
        Assert.Equal((Second, First), (Holder("AWSCURRENT"), Holder("AWSPREVIOUS")));
        Assert.Null((await MoveAsync("blue", from: null, to: First)).JsonCode);
        Assert.Equal(["AWSPREVIOUS", "blue"], Secret.Versions[0].Stages);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        server.Account.CreateSecret(Region, "empty");
        server.Account.CreateSecret(Region, "app/key", "s-0");
        var absent = await ReadAsync("nobody");
        var empty = await ReadAsync("empty");

        Assert.Equal((400, "ResourceNotFoundException"), (absent.Status, absent.JsonCode));
        Assert.Equal("Secrets Manager can't find the specified secret.", absent.JsonErrorText);
        Assert.Equal("Secrets Manager can't find the specified secret value for staging label: AWSCURRENT", empty.JsonErrorText);
        Assert.Equal("ResourceNotFoundException", (await ReadAsync("app/key", versionId: Third)).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await PutAsync("nobody", First, "s-1")).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await ReadAsync("APP/KEY")).JsonCode);
    }

    [Fact]
    public async Task A_scheduled_deletion_locks_the_secret_until_it_is_restored_or_gone()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        var deleted = await admin.SecretsAsync("DeleteSecret", new { SecretId = "app/key", RecoveryWindowInDays = 7 });
        Assert.Equal(Start.Time.AddDays(7).ToUnixTimeSeconds(), deleted.Json["DeletionDate"]!.GetValue<double>());
        Assert.Equal(Start.Time.AddDays(7), Secret.DeletedDate);

        var read = await ReadAsync("app/key");
        Assert.Equal("InvalidRequestException", read.JsonCode);
        Assert.Equal("You can't perform this operation on the secret because it was marked for deletion.", read.JsonErrorText);
        Assert.Equal("InvalidRequestException", (await PutAsync("app/key", First, "s-1")).JsonCode);
        var created = await CreateAsync("app/key", First, "s-1");
        Assert.Equal("InvalidRequestException", created.JsonCode);
        Assert.Equal("You can't create this secret because a secret with this name is already scheduled for deletion.", created.JsonErrorText);
        Assert.NotNull((await DescribeAsync("app/key")).Json["DeletedDate"]);

        Assert.Null((await admin.SecretsAsync("RestoreSecret", new { SecretId = "app/key" })).JsonCode);
        Assert.Equal("s-0", (await ReadAsync("app/key")).Field("SecretString"));
        Assert.Null((await DescribeAsync("app/key")).Json["DeletedDate"]);

        await admin.SecretsAsync("DeleteSecret", new { SecretId = "app/key" });
        server.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal("InvalidRequestException", (await CreateAsync("app/key", First, "s-1")).JsonCode);
        server.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ResourceNotFoundException", (await DescribeAsync("app/key")).JsonCode);
        Assert.Null((await CreateAsync("app/key", First, "s-1")).JsonCode);
    }

    [Fact]
    public async Task A_forced_deletion_is_done_at_once()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        Assert.Null((await admin.SecretsAsync("DeleteSecret", new { SecretId = "app/key", ForceDeleteWithoutRecovery = true })).JsonCode);

        Assert.Empty(server.Account.Secrets(Region));
        Assert.Null((await admin.SecretsAsync("DeleteSecret", new { SecretId = "app/key", ForceDeleteWithoutRecovery = true })).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await admin.SecretsAsync("DeleteSecret", new { SecretId = "app/key" })).JsonCode);
        Assert.Null((await CreateAsync("app/key", First, "s-1")).JsonCode);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(31, false)]
    [InlineData(7, true)]
    public async Task A_recovery_window_has_7_to_30_days_and_no_force(int days, bool isForced)
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        var answer = await admin.SecretsAsync(
            "DeleteSecret", new { SecretId = "app/key", RecoveryWindowInDays = days, ForceDeleteWithoutRecovery = isForced });

        Assert.Equal("InvalidParameterException", answer.JsonCode);
        Assert.Null(Secret.DeletedDate);
    }

    [Fact]
    public async Task It_is_described_with_stages_tags_and_times()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        server.Clock.Advance(TimeSpan.FromHours(1.5));
        await PutAsync("app/key", First, "s-1");
        await ReadAsync("app/key");
        await admin.SecretsAsync("TagResource", new { SecretId = "app/key", Tags = new[] { new { Key = "a", Value = "1" }, new { Key = "A", Value = "2" } } });
        await admin.SecretsAsync("UntagResource", new { SecretId = "app/key", TagKeys = Client.List("a", "b") });
        var json = (await DescribeAsync("app/key")).Json;

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
        server.Account.CreateSecret(Region, "app/key", "s-0");
        foreach (var key in new[] { "aws:x", string.Empty, "semi;colon", new string('k', 129) })
        {
            var answer = await admin.SecretsAsync("TagResource", new { SecretId = "app/key", Tags = new[] { new { Key = key, Value = "v" } } });
            Assert.Equal("InvalidParameterException", answer.JsonCode);
        }

        var many = Enumerable.Range(0, 51).Select(number => new { Key = number.ToString(CultureInfo.InvariantCulture), Value = string.Empty });
        Assert.Equal("InvalidParameterException", (await admin.SecretsAsync("TagResource", new { SecretId = "app/key", Tags = many })).JsonCode);
        Assert.Empty(Secret.Tags);
    }

    [Fact]
    public async Task Versions_are_listed_over_pages_and_deprecated_ones_on_request_until_they_are_dropped()
    {
        server.Account.CreateSecret(Region, "app/key", "s-0");
        for (var i = 1; i <= 120; i++)
        {
            server.Account.PutSecretValue(Region, "app/key", "s");
        }

        var staged = await admin.SecretsAsync("ListSecretVersionIds", new { SecretId = "app/key" });
        var page = await admin.SecretsAsync("ListSecretVersionIds", new { SecretId = "app/key", IncludeDeprecated = true, MaxResults = 60 });
        var rest = await admin.SecretsAsync(
            "ListSecretVersionIds", new { SecretId = "app/key", IncludeDeprecated = true, NextToken = page.Field("NextToken") });

        Assert.Equal(2, staged.Json["Versions"]!.AsArray().Count);
        Assert.Equal(Secret.Versions.Select(version => version.VersionId), new[] { page, rest }
            .SelectMany(answer => answer.Json["Versions"]!.AsArray()).Select(version => version!["VersionId"]!.ToString()));
        Assert.Equal(100, Secret.Versions.Count);
        Assert.Null(rest.Field("NextToken"));
        var nonsense = await admin.SecretsAsync("ListSecretVersionIds", new { SecretId = "app/key", NextToken = "?" });
        Assert.Equal("InvalidNextTokenException", nonsense.JsonCode);
    }

    [Fact]
    public async Task A_binary_value_comes_back_as_it_was()
    {
        await admin.SecretsAsync("CreateSecret", new { Name = "bin", ClientRequestToken = First, SecretBinary = "AAEC" });
        var read = await ReadAsync("bin");

        Assert.Equal(("AAEC", null), (read.Field("SecretBinary"), read.Field("SecretString")));
        Assert.Null(Secret.Versions[0].SecretString);
        var both = await admin.SecretsAsync("CreateSecret", new { Name = "both", ClientRequestToken = First, SecretBinary = "AAEC", SecretString = "s" });
        Assert.Equal("InvalidParameterException", both.JsonCode);
    }

    [Fact]
    public async Task Every_region_has_secrets_of_its_own()
    {
        server.Account.CreateSecret("eu-west-1", "app/key", "s-eu");
        server.Account.CreateSecret(Region, "app/key", "s-us");
        var europe = await admin.SecretsAsync("GetSecretValue", new { SecretId = "app/key" }, "eu-west-1");
        var foreign = await admin.SecretsAsync("GetSecretValue", new { SecretId = europe.Field("ARN") });

        Assert.Equal("s-eu", europe.Field("SecretString"));
        Assert.Contains(":eu-west-1:", europe.Field("ARN"), StringComparison.Ordinal);
        Assert.Equal("s-us", (await ReadAsync("app/key")).Field("SecretString"));
        Assert.Equal("ResourceNotFoundException", foreign.JsonCode);
        Assert.Equal("ResourceNotFoundException", (await admin.SecretsAsync("GetSecretValue", new { SecretId = "app/key" }, "ap-south-1")).JsonCode);
    }

    [Fact]
    public void The_same_seed_gives_the_same_ARNs_and_no_text_form_shows_a_value()
    {
        using var twin = Start.Empty();
        var secret = server.Account.CreateSecret(Region, "app/key", "s-hidden");

        Assert.Equal(secret.Arn, twin.Account.CreateSecret(Region, "app/key", "s-hidden").Arn);
        Assert.Equal(secret, server.Account.FindSecret(Region, secret.Arn));
        Assert.DoesNotContain("s-hidden", secret + string.Concat(secret.Versions), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => server.Account.Secrets("cn-north-1"));
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private string? Holder(string stage) => Secret.Staged(stage)?.VersionId;

    private Task<Answer> CreateAsync(string name, string token, string value) =>
        admin.SecretsAsync("CreateSecret", new { Name = name, ClientRequestToken = token, SecretString = value });

    private Task<Answer> PutAsync(string id, string token, string value) =>
        admin.SecretsAsync("PutSecretValue", new { SecretId = id, ClientRequestToken = token, SecretString = value });

    private Task<Answer> ReadAsync(string id, string? versionId = null, string? stage = null) =>
        admin.SecretsAsync("GetSecretValue", new { SecretId = id, VersionId = versionId, VersionStage = stage });

    private Task<Answer> MoveAsync(string stage, string? from, string? to) => admin.SecretsAsync(
        "UpdateSecretVersionStage", new { SecretId = "app/key", VersionStage = stage, RemoveFromVersionId = from, MoveToVersionId = to });

    private Task<Answer> DescribeAsync(string id) => admin.SecretsAsync("DescribeSecret", new { SecretId = id });
}
