using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Sts;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

public sealed class GivenKeyTests : CredentialTests
{
    [Fact]
    public async Task A_given_key_wins_over_everything_else()
    {
        SandboxAccessKey given = User("given");
        SandboxAccessKey other = User("other");
        using var surroundings = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", other.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", other.SecretAccessKey));
        surroundings.Profiles("[default]\n" + Keys(other) + "[profile named]\n" + Keys(other));

        Assert.Equal(Account + "user/given", await WhoAsync(Given(given.AccessKeyId, given.SecretAccessKey, profileName: "named")));
    }

    [Fact]
    public async Task A_given_session_token_goes_along()
    {
        using var surroundings = new ChangedSurroundings();
        TemporaryCredentials temporary = await AssumeAsync("audit", "night-run");

        string arn = await WhoAsync(Given(temporary.Credentials.AccessKey, temporary.Credentials.SecretKey, temporary.Credentials.Token));

        Assert.Equal(Assumed + "audit/night-run", arn);
    }

    [Fact]
    public async Task A_session_token_of_the_environment_goes_along()
    {
        TemporaryCredentials temporary = await AssumeAsync("audit", "night-run");
        using var surroundings = new ChangedSurroundings(
            ("AWS_ACCESS_KEY_ID", temporary.Credentials.AccessKey),
            ("AWS_SECRET_ACCESS_KEY", temporary.Credentials.SecretKey),
            ("AWS_SESSION_TOKEN", temporary.Credentials.Token));

        Assert.Equal(Assumed + "audit/night-run", await WhoAsync());
    }

    [Theory]
    [InlineData("AKIATESTTESTTEST0001", null, null)]
    [InlineData(null, "secret", null)]
    [InlineData(null, null, "token")]
    [InlineData("AKIATESTTESTTEST0001", null, "token")]
    [InlineData(null, "secret", "token")]
    public async Task Half_a_key_is_refused_and_not_made_up_for_from_elsewhere(string? accessKey, string? secretKey, string? sessionToken)
    {
        SandboxAccessKey other = User("other");
        using var surroundings = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", other.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", other.SecretAccessKey));

        KeyRotationException failure = await RefusedAsync("IncompleteKey", Given(accessKey, secretKey, sessionToken));

        Assert.Equal(FailureCategory.InvalidArgument, failure.Category);
        Assert.Equal(0, Server.Calls.Count("*"));
    }

    [Fact]
    public async Task A_key_with_a_wrong_secret_and_an_unknown_key_are_told_apart_and_not_repeated_in_errors()
    {
        using var surroundings = new ChangedSurroundings();
        SandboxAccessKey key = User("given");

        var wrong = await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(Given(key.AccessKeyId, "not-the-secret-of-this-key")));
        var unknown = await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(Given("AKIATESTTESTTEST0001", key.SecretAccessKey)));

        Assert.Equal((ServiceErrorKind.InvalidSignature, "sts:GetCallerIdentity"), (wrong.Kind, wrong.Action));
        Assert.Equal((ServiceErrorKind.InvalidKey, "sts:GetCallerIdentity"), (unknown.Kind, unknown.Action));
        Assert.DoesNotContain("not-the-secret-of-this-key", wrong.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.SecretAccessKey, unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_is_asked_for_its_owner_once_and_leaves_the_connection_its_own()
    {
        using var surroundings = new ChangedSurroundings();
        SandboxAccessKey key = User("svc");
        using AwsConnection connection = await AwsConnection.OpenAsync(Clients.OptionsOf(Server), TimeProvider.System, CancellationToken.None);
        Server.Calls.Clear();

        CallerIdentity owner = await connection.Account.Callers.GetCallerIdentityAsync(key.AccessKeyId, SecretText.Protect(key.SecretAccessKey), CancellationToken.None);

        Assert.Equal(new CallerIdentity("123456789012", Account + "user/svc"), owner);
        Assert.Equal(1, Server.Calls.Count("*"));
        Assert.Equal(Account + "user/" + SandboxServer.AdministratorName, (await connection.Account.Callers.GetCallerIdentityAsync(CancellationToken.None)).Arn);
    }

    [Theory]
    [InlineData(FaultKind.Throttle, ServiceErrorKind.Throttled)]
    [InlineData(FaultKind.ServiceFailure, ServiceErrorKind.ServiceFailure)]
    [InlineData(FaultKind.CutBefore, ServiceErrorKind.NoAnswer)]
    [InlineData(FaultKind.CutDuring, ServiceErrorKind.NoAnswer)]
    public async Task Another_key_is_asked_for_its_owner_once_whatever_goes_wrong(FaultKind fault, ServiceErrorKind kind)
    {
        using var surroundings = new ChangedSurroundings();
        SandboxAccessKey key = User("svc");
        using AwsConnection connection = await AwsConnection.OpenAsync(Clients.OptionsOf(Server), TimeProvider.System, CancellationToken.None);
        Server.Calls.Clear();
        Server.Faults.Order(new Fault { Kind = fault });

        var problem = await Assert.ThrowsAsync<ServiceException>(
            () => connection.Account.Callers.GetCallerIdentityAsync(key.AccessKeyId, SecretText.Protect(key.SecretAccessKey), CancellationToken.None));

        Assert.Equal(kind, problem.Kind);
        Assert.Equal(1, Server.Calls.Count("*"));
        Assert.DoesNotContain(key.SecretAccessKey, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_that_is_not_known_yet_is_refused_once_and_not_asked_again_on_its_own()
    {
        using var surroundings = new ChangedSurroundings();
        Server.Account.CreateUser("svc");
        using AwsConnection connection = await AwsConnection.OpenAsync(Clients.OptionsOf(Server), TimeProvider.System, CancellationToken.None);
        CreatedKey created = await connection.Account.Identity.CreateAccessKeyAsync("svc", CancellationToken.None);
        Server.Calls.Clear();

        var problem = await Assert.ThrowsAsync<ServiceException>(
            () => connection.Account.Callers.GetCallerIdentityAsync(created.AccessKeyId, created.SecretAccessKey, CancellationToken.None));

        Assert.Equal(ServiceErrorKind.InvalidKey, problem.Kind);
        Assert.Equal(1, Server.Calls.Count("*"));
    }

    private ConnectionOptions Given(string? accessKey, string? secretKey, string? sessionToken = null, string? profileName = null) => new()
    {
        EndpointUrl = Server.Endpoint.AbsoluteUri,
        AccessKey = accessKey,
        SecretKey = secretKey is null ? null : SecretText.Protect(secretKey),
        SessionToken = sessionToken,
        ProfileName = profileName,
    };
}
