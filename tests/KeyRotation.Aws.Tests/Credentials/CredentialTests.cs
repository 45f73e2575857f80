using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Sts;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Sandbox;
using Xunit;

namespace KeyRotation.Aws.Tests.Credentials;

/// <summary>What tests of credentials share: a sandbox with users and roles, and a way to ask who one is.</summary>
[Collection(Surroundings.Name)]
public abstract class CredentialTests : IAsyncDisposable
{
    protected const string Account = "arn:aws:iam::123456789012:";

    protected const string Assumed = "arn:aws:sts::123456789012:assumed-role/";

    private protected SandboxServer Server { get; } = SandboxServer.Start();

    public virtual async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A user with a key that is known everywhere.</summary>
    private protected SandboxAccessKey User(string userName)
    {
        Server.Account.CreateUser(userName);
        return Server.Account.AddAccessKey(userName, Server.Clock.UtcNow.AddDays(-1));
    }

    /// <summary>Temporary credentials of a new role.</summary>
    private protected async Task<TemporaryCredentials> AssumeAsync(string role, string sessionName)
    {
        using StsClient sts = Clients.Sts(Server);
        return await sts.AssumeRoleAsync(new RoleToAssume(Server.Account.AddRole(role), sessionName), CancellationToken.None);
    }

    private protected static string Keys(SandboxAccessKey key) => $"aws_access_key_id = {key.AccessKeyId}\naws_secret_access_key = {key.SecretAccessKey}\n";

    private protected ConnectionOptions Options(string? profileName = null, string? profileLocation = null) => new()
    {
        EndpointUrl = Server.Endpoint.AbsoluteUri,
        ProfileName = profileName,
        ProfileLocation = profileLocation,
    };

    /// <summary>The ARN of whom a connection signs for.</summary>
    private protected async Task<string> WhoAsync(ConnectionOptions? options = null)
    {
        using AwsConnection connection = await AwsConnection.OpenAsync(options ?? Options(), TimeProvider.System, CancellationToken.None);
        return connection.Account.Caller.Arn;
    }

    private protected async Task<KeyRotationException> RefusedAsync(string errorId, ConnectionOptions? options = null)
    {
        var failure = await Assert.ThrowsAsync<KeyRotationException>(() => WhoAsync(options));
        Assert.Equal(errorId, failure.ErrorId);
        return failure;
    }
}
