using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

public sealed class MultiFactorTests : CredentialTests
{
    private const string Device = "arn:aws:iam::123456789012:mfa/operator";

    private readonly List<string> asked = [];

    [Theory]
    [InlineData("123456", 0)]
    [InlineData(null, 1)]
    public async Task A_role_of_a_profile_that_asks_for_a_code_is_assumed_once_for_all_that_share_the_connection(string? given, int questions)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(Profiles());
        ConnectionOptions options = With(new MultiFactorSession(serialNumber: null, given, Answer("123456")), "audit");

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(options), StringComparison.Ordinal);
        Assert.StartsWith(Assumed + "audit/", await WhoAsync(options), StringComparison.Ordinal);

        Assert.Equal(1, Server.Calls.Count("AssumeRole"));
        Assert.Equal(Enumerable.Repeat(Device, questions), asked);
    }

    [Fact]
    public async Task Where_no_one_answers_the_error_names_the_device_and_the_parameter()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(Profiles());

        KeyRotationException failure = await RefusedAsync("TokenCodeNeeded", With(new MultiFactorSession(serialNumber: null, tokenCode: null, Answer(code: null)), "audit"));

        Assert.Contains(Device, failure.Message, StringComparison.Ordinal);
        Assert.Contains("-TokenCode", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, Server.Calls.Count("*"));
    }

    [Fact]
    public async Task A_code_that_AWS_took_before_is_refused_and_named_in_no_message()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(Profiles());
        await WhoAsync(With(Given("246810"), "audit"));

        KeyRotationException failure = await RefusedAsync("TokenCodeRefused", With(Given("246810"), "audit"));

        Assert.Contains("wait for the next one", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("246810", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_makes_a_session_of_the_user_where_there_is_no_role()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[default]\n{Keys(User("operator"))}mfa_serial = {Device}\n");

        Assert.Equal(Account + "user/operator", await WhoAsync(With(Given("123456"))));
        Assert.Equal(1, Server.Calls.Count("GetSessionToken"));
        Assert.StartsWith("ASIA", Server.Calls.Snapshot()[^1].AccessKeyId, StringComparison.Ordinal);

        Assert.Equal(Account + "user/operator", await WhoAsync(With(new MultiFactorSession(serialNumber: null, tokenCode: null, Answer(code: null)))));
        Assert.StartsWith("AKIA", Server.Calls.Snapshot()[^1].AccessKeyId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_role_is_assumed_with_the_given_device_and_code()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[default]\n{Keys(User("operator"))}");
        string role = Server.Account.AddRole("audit", new SandboxRoleTrust { RequiresMfa = true });

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(With(new MultiFactorSession(Device, "123456", Answer(code: null)), profileName: null, role)), StringComparison.Ordinal);
        Assert.Equal(Device, Server.Calls.Snapshot()[0].Parameters["SerialNumber"]);
    }

    [Fact]
    public async Task A_code_without_a_device_is_an_error_before_anything_is_called()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles($"[default]\n{Keys(User("operator"))}");

        await RefusedAsync("SerialNumberMissing", With(Given("123456")));

        Assert.Equal(0, Server.Calls.Count("*"));
    }

    [Fact]
    public async Task A_session_that_ended_is_not_begun_again_with_the_code_that_AWS_took()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(Profiles());
        ConnectionOptions options = With(Given("123456"), "audit");
        await WhoAsync(options);

        Server.Clock.Advance(TimeSpan.FromHours(2));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => WhoAsync(options));

        Assert.DoesNotContain("123456", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Server.Calls.Count("AssumeRole"));
    }

    private static MultiFactorSession Given(string code) => new(serialNumber: null, code, _ => Task.FromResult<string?>(null));

    private Func<string, Task<string?>> Answer(string? code) => device =>
    {
        asked.Add(device);
        return Task.FromResult(code);
    };

    private string Profiles() =>
        $"[default]\n{Keys(User("operator"))}[profile audit]\nrole_arn = {Server.Account.AddRole("audit", new SandboxRoleTrust { RequiresMfa = true })}\nsource_profile = default\nmfa_serial = {Device}\n";

    private ConnectionOptions With(MultiFactorSession session, string? profileName = null, string? roleArn = null) => new()
    {
        EndpointUrl = Server.Endpoint.AbsoluteUri,
        ProfileName = profileName,
        RoleArn = roleArn,
        MultiFactor = session,
    };
}
