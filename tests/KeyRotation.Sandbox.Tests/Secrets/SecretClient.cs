using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Secrets;

/// <summary>An empty sandbox, and the calls to Secrets Manager that its tests make.</summary>
internal sealed class SecretClient : IDisposable
{
    public const string Region = "us-east-1";

    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public SecretClient() => admin = new Client(server);

    public SandboxAccount Account => server.Account;

    public SandboxClock Clock => server.Clock;

    public SandboxSecret Only => Assert.Single(Account.Secrets(Region));

    /// <summary>The version of the only secret that holds a stage.</summary>
    public string? Holder(string stage) => Only.Staged(stage)?.VersionId;

    public Task<Answer> CallAsync(string operation, object members, string region = Region) => admin.SecretsAsync(operation, members, region);

    public Task<Answer> CreateAsync(string name, string token, string value) =>
        CallAsync("CreateSecret", new { Name = name, ClientRequestToken = token, SecretString = value });

    public Task<Answer> PutAsync(string id, string token, string value) =>
        CallAsync("PutSecretValue", new { SecretId = id, ClientRequestToken = token, SecretString = value });

    public Task<Answer> ReadAsync(string id, string? versionId = null, string? stage = null) =>
        CallAsync("GetSecretValue", new { SecretId = id, VersionId = versionId, VersionStage = stage });

    public Task<Answer> MoveAsync(string stage, string? from, string? to) => CallAsync(
        "UpdateSecretVersionStage", new { SecretId = "app/key", VersionStage = stage, RemoveFromVersionId = from, MoveToVersionId = to });

    public Task<Answer> DescribeAsync(string id) => CallAsync("DescribeSecret", new { SecretId = id });

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }
}
