using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

public sealed class RoleTests : CredentialTests
{
    [Fact]
    public async Task A_role_is_assumed_with_the_keys_of_its_source_profile()
    {
        SandboxAccessKey key = User("operator");
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[profile operator]\n{Keys(key)}[profile audit]\nrole_arn = {Server.Account.AddRole("audit")}\nsource_profile = operator\n");

        string arn = await WhoAsync(Options("audit"));

        Assert.StartsWith(Assumed + "audit/KeyRotation-", arn, StringComparison.Ordinal);
        Assert.Equal(["AssumeRole", "GetCallerIdentity"], Server.Calls.Snapshot().Select(call => call.Operation));
        Assert.Equal(key.AccessKeyId, Server.Calls.Snapshot()[0].AccessKeyId);
    }

    [Fact]
    public async Task A_role_is_assumed_once_for_all_calls_of_a_connection()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[profile operator]\n{Keys(User("operator"))}[profile audit]\nrole_arn = {Server.Account.AddRole("audit")}\nsource_profile = operator\n");
        using AwsConnection connection = await AwsConnection.OpenAsync(Options("audit"), TimeProvider.System, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => connection.Account.Identity.ListUsersAsync(CancellationToken.None)));

        Assert.Equal(1, Server.Calls.Count("AssumeRole"));
        Assert.Equal(8, Server.Calls.Count("ListUsers"));
    }

    [Fact]
    public async Task External_id_and_session_name_of_the_profile_are_sent()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"""
            [default]
            {Keys(User("operator"))}
            [profile audit]
            role_arn = {Server.Account.AddRole("audit")}
            source_profile = default
            external_id = tenant-4711
            role_session_name = night-run
            """);

        Assert.Equal(Assumed + "audit/night-run", await WhoAsync(Options("audit")));
        Assert.Equal("tenant-4711", Server.Calls.Snapshot()[0].Parameters["ExternalId"]);
    }

    [Fact]
    public async Task Roles_are_assumed_one_with_the_other()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"""
            [profile operator]
            {Keys(User("operator"))}
            [profile hub]
            role_arn = {Server.Account.AddRole("hub", "sts:AssumeRole")}
            source_profile = operator
            [profile spoke]
            role_arn = {Server.Account.AddRole("spoke", "iam:*")}
            source_profile = hub
            role_session_name = night-run
            """);

        Assert.Equal(Assumed + "spoke/night-run", await WhoAsync(Options("spoke")));
        Assert.Equal(2, Server.Calls.Count("AssumeRole"));
    }

    [Fact]
    public async Task A_role_whose_source_is_its_own_profile_uses_the_keys_there()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[profile audit]\n{Keys(User("operator"))}role_arn = {Server.Account.AddRole("audit")}\nsource_profile = audit\n");

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(Options("audit")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[profile a]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = a\n")]
    [InlineData("[profile a]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::123456789012:role/b\nsource_profile = a\n")]
    [InlineData("[profile a]\nrole_arn = arn:aws:iam::123456789012:role/a\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::123456789012:role/b\nsource_profile = b\n")]
    public async Task A_circle_of_profiles_is_an_error_that_says_so(string config)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(config);

        KeyRotationException failure = await RefusedAsync("ProfileUnusable", Options("a"));

        Assert.Contains("leads back to itself", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, Server.Calls.Count("*"));
    }

    [Fact]
    public async Task A_source_profile_that_is_not_there_is_an_error_that_names_both()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[profile audit]\nrole_arn = arn:aws:iam::123456789012:role/audit\nsource_profile = nobody\n");

        KeyRotationException failure = await RefusedAsync("ProfileUnusable", Options("audit"));

        Assert.Contains("'audit'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'nobody'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_a_refusal_of_sts_AssumeRole()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[default]\n{Keys(User("operator"))}[profile audit]\nrole_arn = arn:aws:iam::123456789012:role/not-there\nsource_profile = default\n");

        var problem = await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(Options("audit")));

        Assert.Equal((ServiceErrorKind.AccessDenied, "sts:AssumeRole"), (problem.Kind, problem.Action));
        Assert.Equal(1, Server.Calls.Count("AssumeRole"));
    }

    [Theory]
    [InlineData("Environment")]
    [InlineData("environment")]
    public async Task A_role_is_assumed_with_the_keys_of_the_environment(string source)
    {
        SandboxAccessKey key = User("operator");
        using var surroundings = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey));
        surroundings.Profiles($"[profile audit]\nrole_arn = {Server.Account.AddRole("audit")}\ncredential_source = {source}\n");

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(Options("audit")), StringComparison.Ordinal);
        Assert.Equal(key.AccessKeyId, Server.Calls.Snapshot()[0].AccessKeyId);
    }

    [Theory]
    [InlineData("Environment")]
    [InlineData("EcsContainer")]
    [InlineData("Ec2InstanceMetadata")]
    [InlineData("Moon")]
    public async Task A_credential_source_that_has_none_is_an_error_that_names_it(string source)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[profile audit]\nrole_arn = {Server.Account.AddRole("audit")}\ncredential_source = {source}\n");

        KeyRotationException failure = await RefusedAsync("ProfileUnusable", Options("audit"));

        Assert.Contains("'audit'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'{source}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_can_be_assumed_where_the_local_clock_is_years_ahead()
    {
        await using var past = SandboxServer.Start(new SandboxOptions { StartTime = new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[default]\naws_access_key_id = {past.Administrator.AccessKeyId}\naws_secret_access_key = {past.Administrator.SecretAccessKey}\n[profile audit]\nrole_arn = {past.Account.AddRole("audit")}\nsource_profile = default\n");

        string arn = await WhoAsync(new ConnectionOptions { EndpointUrl = past.Endpoint.AbsoluteUri, ProfileName = "audit" });

        Assert.StartsWith(Assumed + "audit/", arn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.HtmlUnavailable, ServiceErrorKind.ServiceFailure, 2)]
    [InlineData(FaultKind.CutBefore, ServiceErrorKind.NoAnswer, 3)]
    public async Task An_AssumeRole_that_fails_for_long_is_not_repeated_by_every_layer(FaultKind fault, ServiceErrorKind kind, int mostCalls)
    {
        using var surroundings = new ChangedSurroundings(("AWS_MAX_ATTEMPTS", "2"));
        surroundings.Profiles($"""
            [default]
            {Keys(User("operator"))}
            [profile hub]
            role_arn = {Server.Account.AddRole("hub")}
            source_profile = default
            [profile spoke]
            role_arn = {Server.Account.AddRole("spoke")}
            source_profile = hub
            """);
        Server.Faults.Order(new Fault { Kind = fault, Operation = "AssumeRole", Times = int.MaxValue });

        var problem = await Assert.ThrowsAsync<ServiceException>(() => WhoAsync(Options("spoke")));

        Assert.Equal((kind, "sts:AssumeRole"), (problem.Kind, problem.Action));
        Assert.InRange(Server.Calls.Count("AssumeRole"), 2, mostCalls);
    }

    [Fact]
    public async Task Ctrl_C_ends_an_AssumeRole_that_hangs()
    {
        using var stopping = new CancellationTokenSource();
        await using var stub = new StubServer(_ =>
        {
            stopping.CancelAfter(TimeSpan.FromMilliseconds(20));
            return StubAnswer.Silence;
        });
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[default]\n{Keys(User("operator"))}[profile audit]\nrole_arn = arn:aws:iam::123456789012:role/audit\nsource_profile = default\n");
        var options = new ConnectionOptions { EndpointUrl = stub.Endpoint.AbsoluteUri, ProfileName = "audit" };

        Task opening = AwsConnection.OpenAsync(options, TimeProvider.System, stopping.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(5)));
    }
}
