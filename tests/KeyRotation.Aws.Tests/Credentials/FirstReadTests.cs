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
}
