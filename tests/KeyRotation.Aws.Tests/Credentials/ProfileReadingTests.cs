using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>How the shared files are read, beside the AWS CLI; and when they are not.</summary>
public sealed class ProfileReadingTests : CredentialTests
{
    private const string Broken = "[default]\nregion = x\nregion = y\nSECRET\n";

    /// <summary>The profile, the config file and the credentials file; {A} and {B} stand for the keys of two users.</summary>
    public static TheoryData<string, string, string> Readable => new()
    {
        { "work", string.Empty, "[work] # my keys\n{A}" },
        { "work", string.Empty, "[work]\n{A:}" },
        { "work", "[profile work] ; ours\noutput = json\n", "[other]\n{B}[work]\n  # mine\n{A}" },
        { "my work", "[profile \"my work\"]\n{A}", string.Empty },
        { "my work", "[profile 'my work']\n{B}", "[my work]\n{A}" },
        { "default", "[default]\n{B}[profile default]\n{A}", string.Empty },
        { "default", "[profile default]\n{B}[default]\n{A}", string.Empty },
        { "work", "[profile work]\nmfa_serial = arn:aws:iam::123456789012:mfa/a\n{A}", string.Empty },
        { "work", "[profile work]\ncredential_process = /none\n", "[work]\n{A}" },
        { "work", "[profile work]\n{B}aws_session_token = t\n", "[work]\n{A}" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task A_profile_is_read_as_the_AWS_CLI_reads_it(string profile, string config, string credentials)
    {
        SandboxAccessKey a = User("a");
        SandboxAccessKey b = User("b");
        using var surroundings = new ChangedSurroundings(("AWS_EC2_METADATA_DISABLED", "true"));
        surroundings.Profiles(With(config), With(credentials));

        Assert.Equal(Account + "user/a", await WhoAsync(Options(profile)));
        Assert.Equal(Account + "user/a", await CommandLineAsync(profile));

        string With(string text) => text
            .Replace("{A}", Keys(a), StringComparison.Ordinal)
            .Replace("{A:}", Keys(a).Replace(" =", ":", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{B}", Keys(b), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_of_a_source_profile_are_used_even_where_it_is_a_role_itself()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(
            $"[profile hub]\nrole_arn = arn:aws:iam::123456789012:role/not-there\nsource_profile = other\n[profile audit]\nrole_arn = {Server.Account.AddRole("audit")}\nsource_profile = hub\n",
            "[hub]\n" + Keys(User("operator")));

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(Options("audit")), StringComparison.Ordinal);
        Assert.Equal(1, Server.Calls.Count("AssumeRole"));
    }

    [Fact]
    public async Task Files_that_cannot_be_read_do_not_stop_those_who_need_none()
    {
        SandboxAccessKey key = User("given");
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(string.Empty, Broken);
        var given = new ConnectionOptions { EndpointUrl = Server.Endpoint.AbsoluteUri, AccessKey = key.AccessKeyId, SecretKey = SecretText.Protect(key.SecretAccessKey) };

        Assert.Equal(Account + "user/given", await WhoAsync(given));
        using var environment = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey));
        environment.Profiles(string.Empty, Broken);
        Assert.Equal(Account + "user/given", await WhoAsync());
    }

    [Theory]
    [InlineData("[work]\n{A}aws_access_key_id = AKIASECRETSECRET0000\n", "Line 4 ", "credentials")]
    [InlineData("[work]\n{A}[other]\nregion = x\n[work]\nregion = y\n", "Line 6 ", "credentials")]
    [InlineData("[work]\n{A}SECRET\n", "Line 4 ", "credentials")]
    public async Task What_the_AWS_CLI_refuses_is_an_error_that_names_file_line_and_cause(string credentials, string line, string file)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[profile work]\n", credentials.Replace("{A}", Keys(User("a")), StringComparison.Ordinal) + "[good]\n" + Keys(User("good")));

        KeyRotationException failure = await RefusedAsync("ProfileUnusable", Options("work"));

        Assert.Contains(line + "of " + Path.Combine(Path.GetDirectoryName(Workstation.Current.ConfigFile)!, file) + " ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(Account + "user/good", await WhoAsync(Options("good")));
    }

    [Fact]
    public async Task Files_that_the_environment_names_within_a_session_are_read_from_then_on()
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[profile work]\n" + Keys(User("first")));
        Assert.Equal(Account + "user/first", await WhoAsync(Options("work")));
        string config = Workstation.Current.PathOf("config");
        string credentials = Workstation.Current.PathOf("credentials");
        await File.WriteAllTextAsync(config, "[profile work]\n" + Keys(User("second")));
        await File.WriteAllTextAsync(credentials, "[work]\n" + Keys(User("third")));

        using (new ChangedSurroundings(("AWS_CONFIG_FILE", config)))
        {
            Assert.Equal(Account + "user/second", await WhoAsync(Options("work")));
            using (new ChangedSurroundings(("AWS_SHARED_CREDENTIALS_FILE", credentials)))
            {
                Assert.Equal(Account + "user/third", await WhoAsync(Options("work")));
            }
        }
    }

    [Fact]
    public async Task An_empty_variable_counts_as_not_set()
    {
        string[] variables =
        [
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_CA_BUNDLE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_DEFAULTS_MODE",
        ];
        using var surroundings = new ChangedSurroundings([.. variables.Select(name => (name, (string?)string.Empty))]);
        surroundings.Profiles("[default]\n" + Keys(User("default")));

        Assert.Equal(Account + "user/default", await WhoAsync());
    }

    [Fact]
    public async Task An_empty_session_token_does_not_go_along()
    {
        SandboxAccessKey key = User("environment");
        using var surroundings = new ChangedSurroundings(("AWS_ACCESS_KEY_ID", key.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", key.SecretAccessKey), ("AWS_SESSION_TOKEN", " "));

        Assert.Equal(Account + "user/environment", await WhoAsync());
    }

    [Fact]
    public async Task A_given_file_goes_with_the_config_file_beside_it_where_the_environment_names_none()
    {
        string folder = Directory.CreateDirectory(Workstation.Current.PathOf("beside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), "[profile work]\n" + Keys(User("beside")));
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles("[profile work]\n" + Keys(User("usual")));

        Assert.Equal(Account + "user/usual", await WhoAsync(Options("work", Path.Combine(folder, "credentials"))));
        using var none = new ChangedSurroundings(("AWS_CONFIG_FILE", null));
        Assert.Equal(Account + "user/beside", await WhoAsync(Options("work", Path.Combine(folder, "credentials"))));
    }

    /// <summary>Whom the AWS CLI signs for.</summary>
    private async Task<string> CommandLineAsync(string profile)
    {
        var start = new ProcessStartInfo("aws", ["sts", "get-caller-identity", "--query", "Arn", "--output", "text", "--region", "us-east-1", "--endpoint-url", Server.Endpoint.AbsoluteUri, "--profile", profile])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output.Trim() : await error;
        }
        catch (Win32Exception)
        {
            Assert.Skip("The AWS CLI is not installed on this machine.");
            throw;
        }
    }
}
