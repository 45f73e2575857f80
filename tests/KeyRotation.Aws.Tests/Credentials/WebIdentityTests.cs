using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

public sealed class WebIdentityTests : CredentialTests
{
    private readonly string tokenFile = Workstation.Current.PathOf("token");

    public WebIdentityTests() => File.WriteAllText(tokenFile, "header.payload.signature\n");

    [Fact]
    public async Task A_token_file_and_a_role_of_the_environment_are_a_way_in()
    {
        using var surroundings = new ChangedSurroundings(
            ("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile), ("AWS_ROLE_ARN", Server.Account.AddRole("runbook")), ("AWS_ROLE_SESSION_NAME", "azure-automation"));

        Assert.Equal(Assumed + "runbook/azure-automation", await WhoAsync());
        Call call = Server.Calls.Snapshot()[0];
        Assert.Equal(("AssumeRoleWithWebIdentity", null), (call.Operation, call.AccessKeyId));
    }

    [Fact]
    public async Task The_session_gets_a_name_where_none_is_set()
    {
        using var surroundings = new ChangedSurroundings(("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile), ("AWS_ROLE_ARN", Server.Account.AddRole("runbook")));

        Assert.StartsWith(Assumed + "runbook/KeyRotation-", await WhoAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_the_environment_come_before_it_and_the_profile_after_it()
    {
        using var surroundings = new ChangedSurroundings(("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile), ("AWS_ROLE_ARN", Server.Account.AddRole("runbook")));
        surroundings.Profiles("[default]\n" + Keys(User("profile")));
        Assert.StartsWith(Assumed + "runbook/", await WhoAsync(), StringComparison.Ordinal);

        SandboxAccessKey key = User("environment");
        using var keys = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey));
        Assert.Equal(Account + "user/environment", await WhoAsync());
    }

    [Fact]
    public async Task A_profile_with_a_token_file_is_a_way_in()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[profile runbook]\nrole_arn = {Server.Account.AddRole("runbook")}\nweb_identity_token_file = {tokenFile}\nrole_session_name = azure-automation\n");

        Assert.Equal(Assumed + "runbook/azure-automation", await WhoAsync(Options("runbook")));
        Assert.Equal("AssumeRoleWithWebIdentity", Server.Calls.Snapshot()[0].Operation);
    }

    [Fact]
    public async Task A_role_of_another_account_is_reached_over_one_with_a_token()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"""
            [profile runbook]
            role_arn = {Server.Account.AddRole("runbook")}
            web_identity_token_file = {tokenFile}
            [profile audit]
            role_arn = {Server.Account.AddRole("audit")}
            source_profile = runbook
            role_session_name = night-run
            """);

        Assert.Equal(Assumed + "audit/night-run", await WhoAsync(Options("audit")));
        Assert.Equal(["AssumeRoleWithWebIdentity", "AssumeRole", "GetCallerIdentity"], Server.Calls.Snapshot().Select(call => call.Operation));
    }

    [Fact]
    public async Task The_file_is_read_anew_for_each_connection()
    {
        await using var stub = new StubServer(_ => StubAnswer.Error("AccessDenied", 403));
        using var surroundings = new ChangedSurroundings(("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile), ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/runbook"));
        var options = new ConnectionOptions { EndpointUrl = stub.Endpoint.AbsoluteUri };
        await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(options));
        await File.WriteAllTextAsync(tokenFile, "a.newer.token");
        await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(options));

        Assert.Equal(["header.payload.signature", "a.newer.token"], stub.Requests.Select(request => request.Parameter("WebIdentityToken")));
    }

    [Fact]
    public async Task A_token_that_AWS_does_not_accept_is_a_refusal_without_the_token()
    {
        await using var stub = new StubServer(_ => StubAnswer.Error("InvalidIdentityToken", 400, "No OpenIDConnect provider found in your account"));
        using var surroundings = new ChangedSurroundings(("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile), ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/runbook"));

        var problem = await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(new ConnectionOptions { EndpointUrl = stub.Endpoint.AbsoluteUri }));

        Assert.Equal((ServiceErrorKind.InvalidSignature, "sts:AssumeRoleWithWebIdentity"), (problem.Kind, problem.Action));
        Assert.DoesNotContain("header.payload.signature", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_that_is_not_there_is_an_error_that_names_it()
    {
        string missing = Workstation.Current.PathOf("gone");
        using var surroundings = new ChangedSurroundings(("AWS_WEB_IDENTITY_TOKEN_FILE", missing), ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/runbook"));

        KeyRotationException failure = await RefusedAsync("CredentialsFailed");

        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
    }
}
