using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>
/// The SDK reads the shared files for settings of its own, once per process, and for good fails at what its reader does not
/// know. Nothing of ours may wake it.
/// </summary>
public sealed class FirstReadTests : CredentialTests
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    [Fact]
    public Task Files_that_the_SDK_cannot_read_stop_nobody() => OwnProcess.RunAsync(typeof(FirstReadTests), nameof(Files_that_the_SDK_cannot_read_stop_nobody), Nothing, async () =>
    {
        SandboxAccessKey key = User("work");
        Workstation.Current.WriteFiles("[work] # mine\n" + Keys(key).Replace(" =", ":", StringComparison.Ordinal), "[default] # ours\nregion: eu-central-1\n");
        var given = new ConnectionOptions { EndpointUrl = Server.Endpoint.AbsoluteUri, AccessKey = key.AccessKeyId, SecretKey = SecretText.Protect(key.SecretAccessKey) };

        Assert.Equal(Account + "user/work", await WhoAsync(given));
        Assert.Equal(Account + "user/work", await WhoAsync(Options("work")));
    });

    [Fact]
    public Task Where_the_SDK_itself_gets_the_credentials_the_error_names_file_and_line() => OwnProcess.RunAsync(typeof(FirstReadTests), nameof(Where_the_SDK_itself_gets_the_credentials_the_error_names_file_and_line), Nothing, async () =>
    {
        Workstation.Current.WriteFiles("[other]\naws_secret_access_key: s3cr3t\n", "[profile corp]\nsso_start_url = https://corp.awsapps.example/start\nsso_region = eu-central-1\nsso_account_id = 1\nsso_role_name = r\n");

        KeyRotationException failure = await RefusedAsync("CredentialsFailed", Options("corp"));

        Assert.Contains($"Line 2 of file {Workstation.Current.CredentialsFile}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", failure.ToString(), StringComparison.Ordinal);
    });
}
