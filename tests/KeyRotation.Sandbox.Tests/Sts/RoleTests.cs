using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Sts;

public sealed class RoleTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public RoleTests() => admin = new Client(server);

    [Fact]
    public async Task An_assumed_role_signs_with_its_token_and_says_who_it_is()
    {
        using var role = await AssumeAsync("audit", "iam:List*");
        var identity = await role.StsAsync("GetCallerIdentity");

        Assert.StartsWith("ASIA", role.AccessKeyId, StringComparison.Ordinal);
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/audit/night-run", identity.Value("Arn"));
        Assert.Matches("^AROA[A-Z2-7]{17}:night-run$", identity.Value("UserId"));
        Assert.Equal(200, (await role.IamAsync("ListUsers")).Status);
        Assert.Equal("AccessDenied", (await role.IamAsync("GetUser", ("UserName", "sandbox-admin"))).Code);
    }

    [Fact]
    public async Task Temporary_credentials_without_or_with_another_token_are_refused()
    {
        using var role = await AssumeAsync("audit");
        using var bare = new Client(server, role.AccessKeyId, role.SecretAccessKey);
        using var wrong = new Client(server, role.AccessKeyId, role.SecretAccessKey, role.SessionToken + "x");

        Assert.Equal("InvalidClientTokenId", (await bare.IamAsync("ListUsers")).Code);
        Assert.Equal("InvalidClientTokenId", (await wrong.IamAsync("ListUsers")).Code);
    }

    [Fact]
    public async Task Temporary_credentials_expire()
    {
        using var role = await AssumeAsync("audit");
        server.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await role.IamAsync("ListUsers")).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("ExpiredToken", (await role.IamAsync("ListUsers")).Code);
    }

    [Theory]
    [InlineData("ListAccessKeys")]
    [InlineData("CreateAccessKey")]
    [InlineData("GetUser")]
    public async Task A_role_must_name_the_user(string operation)
    {
        using var role = await AssumeAsync("audit");
        var answer = await role.IamAsync(operation);

        Assert.Equal((400, "ValidationError"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_role_that_is_not_there_is_access_denied()
    {
        var answer = await admin.StsAsync("AssumeRole", ("RoleArn", "arn:aws:iam::123456789012:role/none"), ("RoleSessionName", "night-run"));

        Assert.Equal((403, "AccessDenied"), (answer.Status, answer.Code));
        Assert.Contains("sts:AssumeRole on resource: arn:aws:iam::123456789012:role/none", answer.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "3600")]
    [InlineData("has space", "3600")]
    [InlineData("night-run", "899")]
    [InlineData("night-run", "43201")]
    public async Task Session_names_and_durations_have_limits(string sessionName, string seconds)
    {
        var arn = server.Account.AddRole("audit");
        var answer = await admin.StsAsync("AssumeRole", ("RoleArn", arn), ("RoleSessionName", sessionName), ("DurationSeconds", seconds));

        Assert.Equal((400, "ValidationError"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_web_identity_needs_no_signature_and_its_token_is_not_logged()
    {
        var arn = server.Account.AddRole("runbook");
        var answer = await AssumeUnsignedAsync(arn, "header.payload.signature");

        Assert.Equal(200, answer.Status);
        using var role = new Client(server, answer.Value("AccessKeyId"), answer.Value("SecretAccessKey"), answer.Value("SessionToken"));
        Assert.Equal(200, (await role.IamAsync("ListUsers")).Status);
        var call = server.Calls.Snapshot()[0];
        Assert.Null(call.AccessKeyId);
        Assert.Equal("(hidden)", call.Parameters["WebIdentityToken"]);

        Assert.Equal("ValidationError", (await AssumeUnsignedAsync(arn, string.Empty)).Code);
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }

    private Task<Answer> AssumeUnsignedAsync(string roleArn, string token) => admin.PostAsync(signer: null, Client.Form(
        "AssumeRoleWithWebIdentity", "2011-06-15", ("RoleArn", roleArn), ("RoleSessionName", "night-run"), ("WebIdentityToken", token)));

    private async Task<Client> AssumeAsync(string name, params string[] actions)
    {
        var arn = server.Account.AddRole(name, actions);
        var answer = await admin.StsAsync("AssumeRole", ("RoleArn", arn), ("RoleSessionName", "night-run"));
        Assert.Equal("2026-11-20T08:00:00Z", answer.Value("Expiration"));
        return new Client(server, answer.Value("AccessKeyId"), answer.Value("SecretAccessKey"), answer.Value("SessionToken"));
    }
}
