using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Iam;

public sealed class AccessKeyTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;

    public AccessKeyTests() => admin = new Client(server);

    [Fact]
    public async Task A_created_key_has_the_form_of_AWS_and_is_shown_once()
    {
        server.Account.CreateUser("ada");
        server.Clock.Advance(TimeSpan.FromMilliseconds(700));
        var answer = await admin.IamAsync("CreateAccessKey", ("UserName", "ADA"));

        Assert.Matches("^AKIA[A-Z2-7]{16}$", answer.Value("AccessKeyId"));
        Assert.Matches("^[A-Za-z0-9/+]{40}$", answer.Value("SecretAccessKey"));
        Assert.Equal("ada", answer.Value("UserName"));
        Assert.Equal("Active", answer.Value("Status"));
        Assert.Equal("2026-11-20T07:00:00Z", answer.Value("CreateDate"));
        Assert.Equal(Start.Time, server.Account.FindKey(answer.Value("AccessKeyId")!)?.CreateDate);
        Assert.DoesNotContain("Secret", (await admin.IamAsync("ListAccessKeys", ("UserName", "ada"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_third_key_is_refused_and_an_inactive_one_counts()
    {
        var first = Start.UserWithKey(server, "ada");
        server.Account.UpdateAccessKey("ada", first.AccessKeyId, SandboxKeyStatus.Inactive);
        Assert.Equal(200, (await admin.IamAsync("CreateAccessKey", ("UserName", "ada"))).Status);

        var third = await admin.IamAsync("CreateAccessKey", ("UserName", "ada"));
        Assert.Equal(409, third.Status);
        Assert.Equal("LimitExceeded", third.Code);
        Assert.Equal("Cannot exceed quota for AccessKeysPerUser: 2", third.ErrorText);

        await admin.IamAsync("DeleteAccessKey", ("UserName", "ada"), ("AccessKeyId", first.AccessKeyId));
        Assert.Equal(200, (await admin.IamAsync("CreateAccessKey", ("UserName", "ada"))).Status);
    }

    [Fact]
    public async Task Twenty_calls_at_once_make_no_more_than_two_keys()
    {
        server.Account.CreateUser("ada");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => admin.IamAsync("CreateAccessKey", ("UserName", "ada"))));

        Assert.Equal(2, answers.Count(answer => answer.Status == 200));
        Assert.Equal(2, server.Account.FindUser("ada")?.Keys.Count);
    }

    [Theory]
    [InlineData("UpdateAccessKey")]
    [InlineData("DeleteAccessKey")]
    public async Task A_key_of_another_user_cannot_be_found(string operation)
    {
        var key = Start.UserWithKey(server, "ada");
        server.Account.CreateUser("ben");
        var before = server.Account.Users;
        var answer = await admin.IamAsync(operation, ("UserName", "ben"), ("AccessKeyId", key.AccessKeyId), ("Status", "Inactive"));

        Assert.Equal(404, answer.Status);
        Assert.Equal("NoSuchEntity", answer.Code);
        Assert.Equal("The Access Key with id " + key.AccessKeyId + " cannot be found.", answer.ErrorText);
        Assert.Equal(before.Where(user => user.UserName != "sandbox-admin"), server.Account.Users.Where(user => user.UserName != "sandbox-admin"));
    }

    [Fact]
    public async Task A_user_that_is_not_there_cannot_be_found()
    {
        var answer = await admin.IamAsync("ListAccessKeys", ("UserName", "nobody"));

        Assert.Equal(404, answer.Status);
        Assert.Equal("The user with name nobody cannot be found.", answer.ErrorText);
    }

    [Theory]
    [InlineData("active", "ValidationError")]
    [InlineData("Disabled", "ValidationError")]
    [InlineData("", "ValidationError")]
    [InlineData("Expired", "InvalidInput")]
    public async Task Only_active_and_inactive_can_be_set(string status, string code)
    {
        var key = Start.UserWithKey(server, "ada");
        var answer = await admin.IamAsync("UpdateAccessKey", ("UserName", "ada"), ("AccessKeyId", key.AccessKeyId), ("Status", status));

        Assert.Equal(400, answer.Status);
        Assert.Equal(code, answer.Code);
        Assert.Equal(SandboxKeyStatus.Active, server.Account.FindKey(key.AccessKeyId)?.Status);
    }

    [Theory]
    [InlineData("ada", "short")]
    [InlineData("ada", "AKIA-000000000000000")]
    [InlineData("a b", "AKIAAAAAAAAAAAAAAAAA")]
    [InlineData("", "AKIAAAAAAAAAAAAAAAAA")]
    [InlineData("ada\u0001", "AKIAAAAAAAAAAAAAAAAA")]
    [InlineData("adä", "AKIAAAAAAAAAAAAAAAAA")]
    public async Task Malformed_names_and_ids_are_refused(string userName, string keyId)
    {
        var answer = await admin.IamAsync("DeleteAccessKey", ("UserName", userName), ("AccessKeyId", keyId));

        Assert.Equal(400, answer.Status);
        Assert.Equal("ValidationError", answer.Code);
    }

    [Fact]
    public async Task A_missing_member_is_named()
    {
        var answer = await admin.IamAsync("DeleteAccessKey", ("UserName", "ada"));

        Assert.Equal("ValidationError", answer.Code);
        Assert.Contains("'accessKeyId'", answer.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_user_name_the_signer_is_meant()
    {
        using var ada = new Client(server, Start.UserWithKey(server, "ada"));

        Assert.Equal("ada", (await ada.IamAsync("GetUser")).Value("UserName"));
        Assert.Equal(ada.AccessKeyId, (await ada.IamAsync("ListAccessKeys")).Value("AccessKeyId"));
        Assert.Equal("ada", (await ada.IamAsync("CreateAccessKey")).Value("UserName"));
        Assert.Equal(200, (await ada.IamAsync("UpdateAccessKey", ("AccessKeyId", ada.AccessKeyId), ("Status", "Inactive"))).Status);
        Assert.Equal(SandboxKeyStatus.Inactive, server.Account.FindKey(ada.AccessKeyId)?.Status);
    }

    [Fact]
    public void Deleted_keys_are_remembered_with_the_status_they_had()
    {
        var active = Start.UserWithKey(server, "ada");
        var inactive = server.Account.AddAccessKey("ada", status: SandboxKeyStatus.Inactive);
        server.Account.DeleteAccessKey("ada", inactive.AccessKeyId);
        server.Account.DeleteAccessKey("ada", active.AccessKeyId);

        Assert.Equal(
            [(inactive.AccessKeyId, SandboxKeyStatus.Inactive), (active.AccessKeyId, SandboxKeyStatus.Active)],
            server.Account.DeletedKeys.Select(key => (key.AccessKeyId, key.StatusAtDeletion)));
        Assert.Null(server.Account.FindKey(active.AccessKeyId));
    }

    [Fact]
    public void The_text_form_of_a_key_has_no_secret_in_it()
    {
        var key = Start.UserWithKey(server, "ada");

        Assert.DoesNotContain(key.SecretAccessKey, key.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.SecretAccessKey, server.Account.FindUser("ada")?.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Administrator.SecretAccessKey, server.Administrator.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }
}
