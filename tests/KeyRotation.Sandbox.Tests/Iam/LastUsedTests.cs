using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Iam;

public sealed class LastUsedTests : IDisposable
{
    private readonly SandboxServer server = Start.Empty();
    private readonly Client admin;
    private readonly SandboxAccessKey key;

    public LastUsedTests()
    {
        admin = new Client(server);
        key = Start.UserWithKey(server, "ada");
    }

    private SandboxKeyUse? LastUsed => server.Account.FindKey(key.AccessKeyId)?.LastUsed;

    [Fact]
    public async Task A_key_that_was_never_used_has_no_date()
    {
        var answer = await admin.IamAsync("GetAccessKeyLastUsed", ("AccessKeyId", key.AccessKeyId));

        Assert.Equal("ada", answer.Value("UserName"));
        Assert.Empty(answer.All("LastUsedDate"));
        Assert.Equal("N/A", answer.Value("ServiceName"));
        Assert.Equal("N/A", answer.Value("Region"));
    }

    [Fact]
    public async Task A_recorded_use_is_answered()
    {
        server.Account.RecordUse(key.AccessKeyId, "s3", "eu-west-1", Start.Time.AddDays(-3));
        var answer = await admin.IamAsync("GetAccessKeyLastUsed", ("AccessKeyId", key.AccessKeyId));

        Assert.Equal("2026-11-17T07:00:00Z", answer.Value("LastUsedDate"));
        Assert.Equal("s3", answer.Value("ServiceName"));
        Assert.Equal("eu-west-1", answer.Value("Region"));
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_access_denied()
    {
        var answer = await admin.IamAsync("GetAccessKeyLastUsed", ("AccessKeyId", "AKIAAAAAAAAAAAAAAAAA"));

        Assert.Equal(403, answer.Status);
        Assert.Equal("AccessDenied", answer.Code);
    }

    [Fact]
    public async Task A_signed_call_is_a_use_and_one_a_quarter_of_an_hour_is_kept()
    {
        using var ada = new Client(server, key);
        await ada.StsAsync("GetCallerIdentity");
        Assert.Equal(new SandboxKeyUse(Start.Time, "sts", "us-east-1"), LastUsed);

        server.Clock.Advance(TimeSpan.FromMinutes(14));
        await ada.IamAsync("GetUser");
        Assert.Equal(new SandboxKeyUse(Start.Time, "sts", "us-east-1"), LastUsed);

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await ada.IamAsync("GetUser");
        Assert.Equal(new SandboxKeyUse(Start.Time.AddMinutes(15), "iam", "us-east-1"), LastUsed);
    }

    [Fact]
    public void An_earlier_use_does_not_hide_a_later_one()
    {
        server.Account.RecordUse(key.AccessKeyId, "s3", "eu-west-1", Start.Time.AddDays(-1));
        server.Account.RecordUse(key.AccessKeyId, "sqs", "eu-west-1", Start.Time.AddDays(-2));

        Assert.Equal("s3", LastUsed?.Service);
    }

    public void Dispose()
    {
        admin.Dispose();
        server.Dispose();
    }
}
