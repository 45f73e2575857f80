using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Secrets;

/// <summary>The versions of a secret and the stages that they hold.</summary>
public sealed class SecretVersionTests : IDisposable
{
    private const string First = "11111111-1111-1111-1111-111111111111";
    private const string Second = "22222222-2222-2222-2222-222222222222";
    private const string Third = "33333333-3333-3333-3333-333333333333";

    private readonly SecretClient secrets = new();

    [Fact]
    public async Task Values_have_1_to_65536_bytes_and_are_not_quoted_in_refusals()
    {
        Assert.Equal("ValidationException", (await secrets.CreateAsync("a", First, string.Empty)).JsonCode);
        Assert.Null((await secrets.CreateAsync("a", First, new string('v', 65536))).JsonCode);
        var tooLong = await secrets.PutAsync("a", Second, new string('v', 65535) + "ä");

        Assert.Equal("ValidationException", tooLong.JsonCode);
        Assert.DoesNotContain("vvv", tooLong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Putting_moves_the_stages_on()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        var start = secrets.Only.Versions[0].VersionId;
        await secrets.PutAsync("app/key", First, "s-1");
        Assert.Equal((First, start), (secrets.Holder("AWSCURRENT"), secrets.Holder("AWSPREVIOUS")));
        var put = await secrets.PutAsync("app/key", Second, "s-2");

        Assert.Equal((Second, First), (secrets.Holder("AWSCURRENT"), secrets.Holder("AWSPREVIOUS")));
        Assert.Equal("AWSCURRENT", Assert.Single(put.Json["VersionStages"]!.AsArray())!.ToString());
        Assert.Empty(secrets.Only.Versions[0].Stages);
        Assert.Equal("s-1", (await secrets.ReadAsync("app/key", stage: "AWSPREVIOUS")).Field("SecretString"));
        Assert.Equal("s-0", (await secrets.ReadAsync("app/key", versionId: start)).Field("SecretString"));
    }

    [Fact]
    public async Task A_pending_version_waits_beside_the_current_one()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        var current = secrets.Holder("AWSCURRENT");
        await secrets.CallAsync(
            "PutSecretValue", new { SecretId = "app/key", ClientRequestToken = First, SecretString = "s-1", VersionStages = Client.List("AWSPENDING") });

        Assert.Equal((current, First, null), (secrets.Holder("AWSCURRENT"), secrets.Holder("AWSPENDING"), secrets.Holder("AWSPREVIOUS")));
        Assert.Equal("s-0", (await secrets.ReadAsync("app/key")).Field("SecretString"));
        Assert.Equal("s-1", (await secrets.ReadAsync("app/key", stage: "AWSPENDING")).Field("SecretString"));
    }

    [Fact]
    public async Task A_token_makes_one_version_and_does_not_take_other_content()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        await secrets.PutAsync("app/key", First, "s-1");
        await secrets.PutAsync("app/key", Second, "s-2");
        Assert.Null((await secrets.PutAsync("app/key", First, "s-1")).JsonCode);
        var other = await secrets.PutAsync("app/key", First, "s-other");

        Assert.Equal("ResourceExistsException", other.JsonCode);
        Assert.Contains("You can't use ClientRequestToken " + First, other.JsonErrorText, StringComparison.Ordinal);
        Assert.Equal((3, Second), (secrets.Only.Versions.Count, secrets.Holder("AWSCURRENT")));
    }

    [Fact]
    public async Task A_token_is_needed_and_has_32_to_64_characters()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        var none = await secrets.CallAsync("PutSecretValue", new { SecretId = "app/key", SecretString = "s-1" });

        Assert.Equal("InvalidRequestException", none.JsonCode);
        Assert.Equal("InvalidParameterException", (await secrets.PutAsync("app/key", "short", "s-1")).JsonCode);
        Assert.Equal("InvalidRequestException", (await secrets.CallAsync("PutSecretValue", new { SecretId = "app/key", ClientRequestToken = First })).JsonCode);
        Assert.Single(secrets.Only.Versions);
    }

    [Fact]
    public async Task Moving_the_current_stage_back_undoes_a_put()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key");
        await secrets.PutAsync("app/key", First, "s-1");
        await secrets.PutAsync("app/key", Second, "s-2");
        var moved = await secrets.MoveAsync("AWSCURRENT", from: Second, to: First);

        Assert.Null(moved.JsonCode);
        Assert.Equal("s-1", (await secrets.ReadAsync("app/key")).Field("SecretString"));
        Assert.Equal((First, Second), (secrets.Holder("AWSCURRENT"), secrets.Holder("AWSPREVIOUS")));
        await secrets.MoveAsync("AWSPREVIOUS", from: Second, to: null);
        Assert.Null(secrets.Holder("AWSPREVIOUS"));
    }

    [Fact]
    public async Task A_stage_moves_only_from_where_it_is()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key");
        await secrets.PutAsync("app/key", First, "s-1");
        await secrets.PutAsync("app/key", Second, "s-2");
        var unnamed = await secrets.MoveAsync("AWSCURRENT", from: null, to: First);

        Assert.Equal("InvalidParameterException", unnamed.JsonCode);
        Assert.Contains("is currently attached to version " + Second, unnamed.JsonErrorText, StringComparison.Ordinal);
        Assert.Equal("InvalidParameterException", (await secrets.MoveAsync("AWSCURRENT", from: First, to: First)).JsonCode);
        Assert.Equal("InvalidParameterException", (await secrets.MoveAsync("AWSCURRENT", from: Second, to: null)).JsonCode);
        Assert.Equal("ResourceNotFoundException", (await secrets.MoveAsync("AWSCURRENT", from: Second, to: Third)).JsonCode);
        Assert.Equal("InvalidParameterException", (await secrets.MoveAsync("AWSCURRENT", from: null, to: null)).JsonCode);
        Assert.Equal((Second, First), (secrets.Holder("AWSCURRENT"), secrets.Holder("AWSPREVIOUS")));
        Assert.Null((await secrets.MoveAsync("blue", from: null, to: First)).JsonCode);
        Assert.Equal(["AWSPREVIOUS", "blue"], secrets.Only.Versions[0].Stages);
    }

    [Fact]
    public async Task Versions_are_listed_over_pages_and_deprecated_ones_on_request_until_they_are_dropped()
    {
        secrets.Account.CreateSecret(SecretClient.Region, "app/key", "s-0");
        for (var i = 1; i <= 120; i++)
        {
            secrets.Account.PutSecretValue(SecretClient.Region, "app/key", "s");
        }

        var staged = await secrets.CallAsync("ListSecretVersionIds", new { SecretId = "app/key" });
        var page = await secrets.CallAsync("ListSecretVersionIds", new { SecretId = "app/key", IncludeDeprecated = true, MaxResults = 60 });
        var rest = await secrets.CallAsync(
            "ListSecretVersionIds", new { SecretId = "app/key", IncludeDeprecated = true, NextToken = page.Field("NextToken") });

        Assert.Equal(2, staged.Json["Versions"]!.AsArray().Count);
        Assert.Equal(secrets.Only.Versions.Select(version => version.VersionId), new[] { page, rest }
            .SelectMany(answer => answer.Json["Versions"]!.AsArray()).Select(version => version!["VersionId"]!.ToString()));
        Assert.Equal(100, secrets.Only.Versions.Count);
        Assert.Null(rest.Field("NextToken"));
        var nonsense = await secrets.CallAsync("ListSecretVersionIds", new { SecretId = "app/key", NextToken = "?" });
        Assert.Equal("InvalidNextTokenException", nonsense.JsonCode);
    }

    [Fact]
    public async Task A_binary_value_comes_back_as_it_was()
    {
        await secrets.CallAsync("CreateSecret", new { Name = "bin", ClientRequestToken = First, SecretBinary = "AAEC" });
        var read = await secrets.ReadAsync("bin");

        Assert.Equal(("AAEC", null), (read.Field("SecretBinary"), read.Field("SecretString")));
        Assert.Null(secrets.Only.Versions[0].SecretString);
        var both = await secrets.CallAsync("CreateSecret", new { Name = "both", ClientRequestToken = First, SecretBinary = "AAEC", SecretString = "s" });
        Assert.Equal("InvalidParameterException", both.JsonCode);
    }

    public void Dispose() => secrets.Dispose();
}
