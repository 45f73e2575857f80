using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Iam;

public sealed class UserTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public UserTests() => admin = new Client(server);

    [Fact]
    public async Task A_user_is_created_with_path_and_tags_and_found_in_any_case()
    {
        var created = await admin.IamAsync(
            "CreateUser", ("UserName", "Ada.Lovelace"), ("Path", "/team/"), ("Tags.member.1.Key", "owner"), ("Tags.member.1.Value", "web"));
        var found = await admin.IamAsync("GetUser", ("UserName", "ada.LOVELACE"));

        Assert.Equal("arn:aws:iam::123456789012:user/team/Ada.Lovelace", created.Value("Arn"));
        Assert.Equal("Ada.Lovelace", found.Value("UserName"));
        Assert.Equal("web", found.Value("Value"));
        Assert.Matches("^AIDA[A-Z2-7]{17}$", found.Value("UserId"));
        Assert.Empty((await admin.IamAsync("ListUsers")).All("Tags"));
        Assert.Equal(["Ada.Lovelace"], (await admin.IamAsync("ListUsers", ("PathPrefix", "/team"))).All("UserName").Select(name => name.Value));
    }

    [Theory]
    [InlineData("ADA", 409, "EntityAlreadyExists")]
    [InlineData("ä", 400, "ValidationError")]
    [InlineData("a/b", 400, "ValidationError")]
    [InlineData("", 400, "ValidationError")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", 400, "ValidationError")]
    public async Task Names_that_are_taken_or_malformed_are_refused(string name, int status, string code)
    {
        server.Account.CreateUser("ada");
        var answer = await admin.IamAsync("CreateUser", ("UserName", name));

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(2, server.Account.Users.Count);
    }

    [Fact]
    public async Task A_user_with_keys_cannot_be_deleted()
    {
        var key = Start.UserWithKey(server, "ada");
        var refused = await admin.IamAsync("DeleteUser", ("UserName", "ada"));
        Assert.Equal((409, "DeleteConflict"), (refused.Status, refused.Code));

        server.Account.DeleteAccessKey("ada", key.AccessKeyId);
        Assert.Equal(200, (await admin.IamAsync("DeleteUser", ("UserName", "ada"))).Status);
        Assert.Null(server.Account.FindUser("ada"));
    }

    [Fact]
    public async Task A_user_with_a_password_cannot_be_deleted()
    {
        server.Account.CreateUser("ada");
        server.Account.SetPassword("ada");

        Assert.Equal("DeleteConflict", (await admin.IamAsync("DeleteUser", ("UserName", "ada"))).Code);
    }

    [Theory]
    [InlineData("Action=DeleteEverything&Version=2010-05-08", "Could not find operation DeleteEverything for version 2010-05-08")]
    [InlineData("Action=ListUsers&Version=2010-05-09", "Could not find operation ListUsers for version 2010-05-09")]
    [InlineData("Action=ListUsers", "Could not find operation ListUsers for version ")]
    [InlineData("", "Could not find operation (none) for version ")]
    public async Task An_operation_that_is_not_there_is_an_invalid_action(string body, string message)
    {
        var answer = await admin.PostAsync(admin.Signer("iam"), body);

        Assert.Equal((400, "InvalidAction"), (answer.Status, answer.Code));
        Assert.Equal(message, answer.ErrorText);
    }

    [Fact]
    public void Two_snapshots_are_equal_until_something_changes()
    {
        var key = Start.UserWithKey(server, "ada");
        var before = server.Account.Users;
        Assert.Equal(before, server.Account.Users);
        Assert.True(before.Equals(server.Account.Users));
        Assert.Equal(server.Account.FindUser("ada"), server.Account.FindUser("ADA"));

        server.Account.UpdateAccessKey("ada", key.AccessKeyId, SandboxKeyStatus.Inactive);
        Assert.False(before.Equals(server.Account.Users));
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }
}
