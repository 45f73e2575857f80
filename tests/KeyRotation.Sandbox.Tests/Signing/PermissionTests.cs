using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Signing;

public sealed class PermissionTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client ada;

    public PermissionTests()
    {
        ada = new Client(server, Start.UserWithKey(server, "ada"));
        server.Account.CreateUser("ben");
    }

    [Fact]
    public async Task What_is_not_allowed_is_denied_in_the_words_of_AWS()
    {
        server.Account.AllowActions("ada", "iam:list*", "iam:GetUser");
        var answer = await ada.IamAsync("CreateAccessKey", ("UserName", "ben"));

        Assert.Equal((403, "AccessDenied"), (answer.Status, answer.Code));
        Assert.Equal(
            "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:CreateAccessKey on resource: user ben because no "
            + "identity-based policy allows the iam:CreateAccessKey action",
            answer.ErrorText);
        Assert.Empty(server.Account.FindUser("ben")!.Keys);
        Assert.Equal(200, (await ada.IamAsync("ListAccessKeys", ("UserName", "ben"))).Status);
        Assert.Equal(200, (await ada.IamAsync("GetUser")).Status);
    }

    [Fact]
    public async Task Who_may_do_nothing_may_still_ask_who_they_are()
    {
        server.Account.AllowActions("ada");

        Assert.Equal("AccessDenied", (await ada.IamAsync("GetUser")).Code);
        var identity = await ada.StsAsync("GetCallerIdentity");
        Assert.Equal("arn:aws:iam::123456789012:user/ada", identity.Value("Arn"));
        Assert.Equal("123456789012", identity.Value("Account"));
        Assert.Equal(server.Account.FindUser("ada")!.UserId, identity.Value("UserId"));
    }

    [Fact]
    public async Task A_denied_call_is_a_use_of_the_key()
    {
        server.Account.AllowActions("ada");
        await ada.IamAsync("ListUsers");

        Assert.Equal("iam", server.Account.FindKey(ada.AccessKeyId)?.LastUsed?.Service);
    }

    [Fact]
    public async Task A_restriction_can_be_lifted()
    {
        server.Account.AllowActions("ada");
        server.Account.AllowActions("ada", null);

        Assert.Equal(200, (await ada.IamAsync("ListUsers")).Status);
    }

    [Fact]
    public async Task A_user_without_permission_cannot_find_out_which_users_are_there()
    {
        server.Account.AllowActions("ada");

        Assert.Equal("AccessDenied", (await ada.IamAsync("GetUser", ("UserName", "nobody"))).Code);
        Assert.Equal("AccessDenied", (await ada.IamAsync("GetUser", ("UserName", "ben"))).Code);
    }

    [Fact]
    public void An_action_without_a_service_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => server.Account.AllowActions("ada", "ListUsers"));

    public void Dispose()
    {
        ada.Dispose();
        server.Dispose();
    }
}
