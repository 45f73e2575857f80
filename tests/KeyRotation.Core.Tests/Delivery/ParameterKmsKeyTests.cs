using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>A parameter keeps the KMS key that it is encrypted with: PutParameter would move it to the service's own.</summary>
public sealed class ParameterKmsKeyTests
{
    private const string Region = "us-east-1";

    [Fact]
    public async Task A_parameter_keeps_its_KMS_key_when_it_is_written_over_and_when_that_is_undone()
    {
        await using TestAccount account = await StartAsync();

        RecordingReport undone = await RotateAsync(account, kmsKeyId: null, new MemoryDestination("Last") { FailAt = "write" });
        Assert.Equal("DestinationFailed", Assert.Single(undone.Failures).ErrorId);
        Assert.Equal("alias/theirs alias/theirs alias/theirs", KeysUsed(account));

        Assert.Empty((await RotateAsync(account, kmsKeyId: null)).Failures);
        Assert.Equal("alias/theirs alias/theirs alias/theirs alias/theirs", KeysUsed(account));
    }

    [Fact]
    public async Task Where_its_KMS_key_cannot_be_told_nothing_is_created_unless_one_is_given()
    {
        await using TestAccount account = await StartAsync();
        account.State.AllowActions(SandboxServer.AdministratorName, "iam:*", "sts:*", "ssm:GetParameter", "ssm:PutParameter");

        KeyRotationException refused = Assert.Single((await RotateAsync(account, kmsKeyId: null)).Failures);
        Assert.Equal("DestinationRefused", refused.ErrorId);
        Assert.Contains("ssm:DescribeParameters", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-KmsKeyId", refused.Message, StringComparison.Ordinal);
        Assert.Empty(account.Changes());

        Assert.Empty((await RotateAsync(account, "alias/ours")).Failures);
        Assert.Equal("alias/theirs alias/ours", KeysUsed(account));
    }

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        string id = account.UserWithKey("svc", 200).AccessKeyId;
        account.State.PutParameter(Region, "/svc", $$"""{"AccessKeyId":"{{id}}","SecretAccessKey":"old"}""", "SecureString", "alias/theirs");
        return account;
    }

    private static Task<RecordingReport> RotateAsync(TestAccount account, string? kmsKeyId, params IDestination[] others) => account.RotateAsync(
        new KeyTarget("svc"),
        new RotationOptions { Destinations = [account.Connection.ParameterStore(new NameTemplate("/{UserName}"), kmsKeyId, overwrite: false), .. others] });

    private static string KeysUsed(TestAccount account) => string.Join(' ', account.State.Parameters(Region).Single().History.Select(version => version.KeyId));
}
