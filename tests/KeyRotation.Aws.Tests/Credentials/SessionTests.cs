using System;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>What the session holds, and the default profiles that AWS Tools for PowerShell read behind it.</summary>
public sealed class SessionTests : CredentialTests
{
    [Fact]
    public async Task What_the_session_holds_comes_behind_what_is_given_and_before_everything_else()
    {
        SandboxAccessKey held = User("held");
        SandboxAccessKey other = User("other");
        using var surroundings = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", other.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", other.SecretAccessKey), ("AWS_PROFILE", "named"));
        surroundings.Profiles("[profile named]\n" + Keys(User("named")));
        SessionCredentials session = Held(() => new SessionKey(held.AccessKeyId, SecretText.Protect(held.SecretAccessKey), sessionToken: null));

        Assert.Equal(Account + "user/held", await WhoAsync(With(session)));
        Assert.Equal(Account + "user/named", await WhoAsync(With(session, "named")));
    }

    [Fact]
    public async Task What_the_session_holds_is_refused_when_it_is_none_and_needed()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[default]\n" + Keys(User("default")) + "[profile named]\n" + Keys(User("named")));
        SessionCredentials none = Held(() => throw new KeyRotationException("SessionCredentialsUnknown", FailureCategory.AuthenticationError, target: null, "It is none."));

        await RefusedAsync("SessionCredentialsUnknown", With(none));
        Assert.Equal(Account + "user/named", await WhoAsync(With(none, "named")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[default]\nregion = eu-central-1\n")]
    public async Task The_default_profile_of_older_tools_is_read_where_there_is_no_other(string config)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(config, "[AWS PS Default]\n" + Keys(User("legacy")));

        Assert.Equal(Account + "user/legacy", await WhoAsync());
        surroundings.Profiles("[default]\n" + Keys(User("default")), "[AWS PS Default]\n" + Keys(User("older")));
        Assert.Equal(Account + "user/default", await WhoAsync());
    }

    private static SessionCredentials Held(Func<SessionKey> read) => new("$StoredAWSCredentials", isPlainKey: true, read);

    private ConnectionOptions With(SessionCredentials session, string? profileName = null) => new()
    {
        EndpointUrl = Server.Endpoint.AbsoluteUri,
        Session = session,
        ProfileName = profileName,
    };
}
