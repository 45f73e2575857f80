using System;
using System.IO;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

public sealed class ProfileTests : CredentialTests
{
    [Fact]
    public async Task A_profile_is_found_in_either_file_and_the_credentials_file_comes_first()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(
            "[default]\n" + Keys(User("default")) + "[profile config-only]\n" + Keys(User("config-only")) + "[profile both]\n" + Keys(User("loser")),
            "[credentials-only]\n" + Keys(User("credentials-only")) + "[both]\n" + Keys(User("winner")));

        Assert.Equal(Account + "user/default", await WhoAsync());
        Assert.Equal(Account + "user/config-only", await WhoAsync(Options("config-only")));
        Assert.Equal(Account + "user/credentials-only", await WhoAsync(Options("credentials-only")));
        Assert.Equal(Account + "user/winner", await WhoAsync(Options("both")));
    }

    [Fact]
    public async Task AWS_PROFILE_chooses_the_profile_and_a_given_name_wins_over_it()
    {
        using var surroundings = new ChangedSurroundings(("AWS_PROFILE", "second"));
        surroundings.Profiles("[default]\n" + Keys(User("first")) + "[profile second]\n" + Keys(User("second")) + "[profile third]\n" + Keys(User("third")));

        Assert.Equal(Account + "user/second", await WhoAsync());
        Assert.Equal(Account + "user/third", await WhoAsync(Options("third")));
    }

    [Fact]
    public async Task Keys_of_the_environment_win_over_AWS_PROFILE_and_a_given_profile_over_both()
    {
        SandboxAccessKey environment = User("environment");
        using var surroundings = new ChangedSurroundings(
            ("AWS_ACCESS_KEY_ID", environment.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", environment.SecretAccessKey), ("AWS_PROFILE", "named"));
        surroundings.Profiles("[profile named]\n" + Keys(User("named")));

        Assert.Equal(Account + "user/environment", await WhoAsync());
        Assert.Equal(Account + "user/named", await WhoAsync(Options("named")));
    }

    [Fact]
    public async Task Half_a_key_in_the_environment_is_none()
    {
        using var surroundings = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", "AKIATESTTESTTEST0001"));
        surroundings.Profiles("[default]\n" + Keys(User("default")));

        Assert.Equal(Account + "user/default", await WhoAsync());
    }

    [Fact]
    public async Task A_profile_of_a_given_file_is_found_there_and_nowhere_else()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(string.Empty, "[mine]\n" + Keys(User("usual")) + "[usual]\n" + Keys(User("usual-too")));
        string file = Workstation.Current.PathOf("credentials");
        await File.WriteAllTextAsync(file, "[mine]\n" + Keys(User("mine")));

        Assert.Equal(Account + "user/mine", await WhoAsync(Options("mine", file)));
        KeyRotationException failure = await RefusedAsync("ProfileNotFound", Options("usual", file));
        Assert.Contains("mine", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_file_without_a_default_profile_does_not_lead_to_the_default_profile_of_another_file()
    {
        using var surroundings = new ChangedSurroundings(("AWS_EC2_METADATA_DISABLED", null));
        surroundings.Profiles(string.Empty, "[default]\n" + Keys(User("usual")));
        string file = Workstation.Current.PathOf("credentials");
        await File.WriteAllTextAsync(file, "[mine]\n" + Keys(User("mine")));

        await RefusedAsync("NoCredentials", Options(profileLocation: file));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_profile_that_is_not_there_is_an_error_that_lists_those_that_are(bool isGiven)
    {
        using var surroundings = new ChangedSurroundings(("AWS_PROFILE", isGiven ? null : "tpyo"));
        surroundings.Profiles("[profile typo]\n" + Keys(User("a")) + "[profile billing]\n" + Keys(User("b")), "[default]\n" + Keys(User("c")));

        KeyRotationException failure = await RefusedAsync("ProfileNotFound", Options(isGiven ? "tpyo" : null));

        Assert.Equal(FailureCategory.AuthenticationError, failure.Category);
        Assert.Contains("'tpyo'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Profiles found: billing, default, typo.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_profile_at_all_the_error_says_so()
    {
        using var surroundings = new ChangedSurroundings();

        KeyRotationException failure = await RefusedAsync("ProfileNotFound", Options("any"));

        Assert.Contains("No profile was found at all", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("region = eu-central-1")]
    [InlineData("aws_access_key_id = AKIATESTTESTTEST0001")]
    [InlineData("aws_secret_access_key = s3cr3t-in-a-profile")]
    [InlineData("role_arn = arn:aws:iam::123456789012:role/audit")]
    [InlineData("source_profile = default")]
    public async Task A_profile_that_was_asked_for_and_is_not_complete_is_an_error_that_names_it(string lines)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[default]\n" + Keys(User("default")) + "[profile half]\n" + lines + "\n");

        KeyRotationException failure = await RefusedAsync("ProfileUnusable", Options("half"));

        Assert.Contains("'half'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_an_error_that_names_the_line_and_does_not_quote_it()
    {
        using var surroundings = new ChangedSurroundings();
        string file = Workstation.Current.PathOf("credentials");
        await File.WriteAllTextAsync(file, "[mine]\naws_access_key_id = AKIA\naws_secret_access_key\ns3cr3t-on-a-line-of-its-own\n");

        KeyRotationException failure = await RefusedAsync("ProfileUnusable", Options("mine", file));

        Assert.Contains("Line 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("aws_secret_access_key", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
    }
}
