using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>Credentials of the container and the instance, and what is said when there are none anywhere.</summary>
public sealed class HostTests : CredentialTests
{
    private const string NotHere = "/credentials/of/the/task";

    public override async ValueTask DisposeAsync()
    {
        Workstation.Current.Metadata.Answer = _ => new StubAnswer(404, "there is nothing here");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_container_is_asked_at_its_address_with_its_token()
    {
        SandboxAccessKey key = User("container");
        await using var container = new StubServer(_ => StubAnswer.Json(Document(key)));
        using var surroundings = new ChangedSurroundings(
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(container.Endpoint, NotHere).AbsoluteUri), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "container-token"));

        Assert.Equal(Account + "user/container", await WhoAsync());
        Assert.Equal((NotHere, "container-token"), (container.Requests[0].Path, container.Requests[0].Headers["Authorization"]));
    }

    [Fact]
    public async Task A_role_is_assumed_with_the_credentials_of_the_container()
    {
        SandboxAccessKey key = User("container");
        await using var container = new StubServer(_ => StubAnswer.Json(Document(key)));
        using var surroundings = new ChangedSurroundings(("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.Endpoint.AbsoluteUri));
        surroundings.Profiles($"[default]\nrole_arn = {Server.Account.AddRole("audit")}\ncredential_source = EcsContainer\n");

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_profile_that_only_sets_a_region_does_not_keep_the_container_out()
    {
        SandboxAccessKey key = User("container");
        await using var container = new StubServer(_ => StubAnswer.Json(Document(key)));
        using var surroundings = new ChangedSurroundings(("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.Endpoint.AbsoluteUri));
        surroundings.Profiles("[default]\nregion = eu-central-1\noutput = json\n");

        Assert.Equal(Account + "user/container", await WhoAsync());
    }

    [Fact]
    public async Task A_container_address_that_is_not_local_is_refused()
    {
        using var surroundings = new ChangedSurroundings(("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://credentials.example/steal"));

        KeyRotationException failure = await RefusedAsync("CredentialsFailed");

        Assert.Contains("credentials.example", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_is_asked_with_a_token_of_its_metadata_service()
    {
        SandboxAccessKey key = User("instance");
        Workstation.Current.Metadata.Answer = request => Metadata(request, key);
        using var surroundings = new ChangedSurroundings(("AWS_EC2_METADATA_DISABLED", null));

        Assert.Equal(Account + "user/instance", await WhoAsync());
        Assert.All(
            Workstation.Current.Metadata.Requests.Where(request => request.Method == "GET" && request.Path.EndsWith("/night-role", StringComparison.Ordinal)),
            request => Assert.Equal("metadata-token", request.Headers["x-aws-ec2-metadata-token"]));
    }

    [Fact]
    public async Task A_role_is_assumed_with_the_credentials_of_the_instance()
    {
        SandboxAccessKey key = User("instance");
        Workstation.Current.Metadata.Answer = request => Metadata(request, key);
        using var surroundings = new ChangedSurroundings(("AWS_EC2_METADATA_DISABLED", null));
        surroundings.Profiles($"[default]\nrole_arn = {Server.Account.AddRole("audit")}\ncredential_source = Ec2InstanceMetadata\n");

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(400)]
    public async Task An_instance_without_a_role_and_a_machine_of_another_cloud_have_none(int status)
    {
        // Azure has a metadata service at the same address, which knows no tokens.
        Workstation.Current.Metadata.Answer = _ => new StubAnswer(status, "{\"error\": \"Bad request\"}");
        using var surroundings = new ChangedSurroundings(("AWS_EC2_METADATA_DISABLED", null));

        KeyRotationException failure = await RefusedAsync("NoCredentials");

        Assert.Contains("the instance's metadata (does not answer)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_none_the_error_lists_every_place_that_was_looked_at()
    {
        using var surroundings = new ChangedSurroundings();
        long started = Stopwatch.GetTimestamp();

        KeyRotationException failure = await RefusedAsync("NoCredentials");

        Assert.Equal(FailureCategory.AuthenticationError, failure.Category);
        Assert.All(
            ["-AccessKey", "-SecretKey", "-ProfileName", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN",
                "the profile 'default'", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_EC2_METADATA_DISABLED"],
            place => Assert.Contains(place, failure.Message, StringComparison.Ordinal));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
        Assert.Equal(0, Server.Calls.Count("*"));
    }

    private static StubAnswer Metadata(StubRequest request, SandboxAccessKey key) => (request.Method, request.Path) switch
    {
        ("PUT", "/latest/api/token") => StubAnswer.Ok("metadata-token"),
        _ when request.Headers.GetValueOrDefault("x-aws-ec2-metadata-token") != "metadata-token" => new StubAnswer(401, string.Empty),
        ("GET", "/latest/meta-data/iam/info") => StubAnswer.Json("{\"Code\": \"Success\", \"InstanceProfileArn\": \"arn:aws:iam::123456789012:instance-profile/night\"}"),
        ("GET", "/latest/meta-data/iam/security-credentials/") => StubAnswer.Ok("night-role"),
        ("GET", "/latest/meta-data/iam/security-credentials/night-role") => StubAnswer.Json(Document(key)),
        _ => new StubAnswer(404, string.Empty),
    };

    private static string Document(SandboxAccessKey key) => $$"""
        {
          "Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "{{key.AccessKeyId}}", "SecretAccessKey": "{{key.SecretAccessKey}}",
          "Expiration": "{{DateTime.UtcNow.AddHours(6).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}"
        }
        """;
}
