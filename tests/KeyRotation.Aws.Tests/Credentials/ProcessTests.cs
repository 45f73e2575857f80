using System;
using System.IO;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

public sealed class ProcessTests : CredentialTests
{
    [Fact]
    public async Task A_credential_process_is_asked_for_keys()
    {
        SandboxAccessKey key = User("process");
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(Profile($$"""echo '{"Version": 1, "AccessKeyId": "{{key.AccessKeyId}}", "SecretAccessKey": "{{key.SecretAccessKey}}"}'"""));

        Assert.Equal(Account + "user/process", await WhoAsync(Options("process")));
    }

    [Fact]
    public async Task A_credential_process_may_be_the_source_of_a_role()
    {
        SandboxAccessKey key = User("process");
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(
            Profile($$"""echo '{"Version": 1, "AccessKeyId": "{{key.AccessKeyId}}", "SecretAccessKey": "{{key.SecretAccessKey}}"}'""")
            + $"[profile audit]\nrole_arn = {Server.Account.AddRole("audit")}\nsource_profile = process\n");

        Assert.StartsWith(Assumed + "audit/", await WhoAsync(Options("audit")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'the vault is sealed' >&2; exit 3", "the vault is sealed")]
    [InlineData("echo 'no JSON at all'", "malformed JSON")]
    [InlineData("""echo '{"AccessKeyId": "AKIA", "SecretAccessKey": "s3cr3t-of-the-process"}'""", "Version")]
    [InlineData("""echo '{"Version": 1, "SecretAccessKey": "s3cr3t-of-the-process" '""", "malformed JSON")]
    public async Task A_credential_process_that_fails_is_an_error_that_says_why(string script, string why)
    {
        using var surroundings = new ChangedSurroundings();
        surroundings.Profiles(Profile(script));

        KeyRotationException failure = await RefusedAsync("CredentialsFailed", Options("process"));

        Assert.Equal(FailureCategory.AuthenticationError, failure.Category);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Server.Calls.Count("*"));
    }

    private static string Profile(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The credential process of this test is a shell script.");
        string file = Workstation.Current.PathOf("process.sh");
        File.WriteAllText(file, script + "\n");
        return $"[profile process]\ncredential_process = sh {file}\n";
    }
}
