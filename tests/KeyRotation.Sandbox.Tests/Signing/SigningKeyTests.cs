using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Signing;

public sealed class SigningKeyTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public SigningKeyTests() => admin = new Client(server);

    [Fact]
    public async Task A_key_that_was_never_issued_is_refused()
    {
        using var client = new Client(server, "AKIAAAAAAAAAAAAAAAAA", "secret");
        var answer = await client.IamAsync("ListUsers");

        Assert.Equal(403, answer.Status);
        Assert.Equal("InvalidClientTokenId", answer.Code);
        Assert.Equal("The security token included in the request is invalid.", answer.ErrorText);
    }

    [Fact]
    public async Task An_inactive_key_is_refused_and_works_again_once_it_is_active()
    {
        var key = Start.UserWithKey(server, "ada");
        using var client = new Client(server, key);
        Assert.Equal(200, (await client.StsAsync("GetCallerIdentity")).Status);

        server.Account.UpdateAccessKey("ada", key.AccessKeyId, SandboxKeyStatus.Inactive);
        Assert.Equal("InvalidClientTokenId", (await client.StsAsync("GetCallerIdentity")).Code);

        server.Account.UpdateAccessKey("ada", key.AccessKeyId, SandboxKeyStatus.Active);
        Assert.Equal(200, (await client.StsAsync("GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task A_deleted_key_is_refused()
    {
        var key = Start.UserWithKey(server, "ada");
        using var client = new Client(server, key);
        server.Account.DeleteAccessKey("ada", key.AccessKeyId);

        Assert.Equal("InvalidClientTokenId", (await client.StsAsync("GetCallerIdentity")).Code);
    }

    [Fact]
    public async Task A_new_key_is_refused_until_it_has_propagated()
    {
        server.Account.CreateUser("ada");
        var created = await admin.IamAsync("CreateAccessKey", ("UserName", "ada"));
        using var client = new Client(server, created.Value("AccessKeyId"), created.Value("SecretAccessKey"));

        Assert.Equal("InvalidClientTokenId", (await client.StsAsync("GetCallerIdentity")).Code);
        server.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.Equal("InvalidClientTokenId", (await client.StsAsync("GetCallerIdentity")).Code);
        server.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(200, (await client.StsAsync("GetCallerIdentity")).Status);
    }

    [Fact]
    public async Task A_flickering_key_is_refused_after_each_of_its_first_accepted_calls()
    {
        using var flickering = SandboxServer.Start(Start.Options with { FlickeringAcceptances = 2, Propagation = TimeSpan.Zero });
        flickering.Account.CreateUser("ada");
        using var client = new Client(flickering, flickering.Account.AddAccessKey("ada"));
        var statuses = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            statuses.Add((await client.StsAsync("GetCallerIdentity")).Status);
        }

        Assert.Equal([200, 403, 200, 403, 200, 200], statuses);
    }

    [Fact]
    public async Task A_partition_has_its_own_arns_and_signing_region()
    {
        using var china = SandboxServer.Start(Start.Options with { Partition = "aws-cn" });
        using var client = new Client(china);
        var accepted = await client.PostAsync(client.Signer("iam", "cn-north-1"), "Action=GetUser&Version=2010-05-08");
        var refused = await client.PostAsync(client.Signer("iam", "us-east-1"), "Action=GetUser&Version=2010-05-08");

        Assert.Equal("arn:aws-cn:iam::123456789012:user/sandbox-admin", accepted.Value("Arn"));
        Assert.Equal("SignatureDoesNotMatch", refused.Code);
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }
}
