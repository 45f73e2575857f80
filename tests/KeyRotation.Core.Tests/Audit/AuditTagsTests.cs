using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Audit;

public sealed class AuditTagsTests
{
    [Fact]
    public async Task Tags_are_read_only_when_asked_for_and_only_of_users_with_a_stale_key()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("young", 5);
        SandboxAccessKey key = account.UserWithKey("old", 200);
        account.State.SetTag("old", "owner", "data@example.com");
        account.State.SetTag("old", key.AccessKeyId, "made for the backup");

        Assert.Null(Assert.Single((await account.AuditAsync()).Results<AccessKey>()).Tags);
        Assert.Equal(0, account.Server.Calls.Count("ListUserTags"));

        AccessKey told = Assert.Single((await account.AuditAsync(TestAccount.Older(90) with { IncludeTags = true })).Results<AccessKey>());
        Assert.Equal(1, account.Server.Calls.Count("ListUserTags"));
        Assert.Equal(["owner=data@example.com"], told.Tags!.Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Fact]
    public async Task An_exempt_user_is_marked_with_the_reason_until_the_exemption_ends()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("frozen", 200);
        account.State.SetTag("frozen", "keyrotation:exempt", "until=2026-03-02 reason=release freeze");

        AccessKey exempt = Assert.Single((await account.AuditAsync(TestAccount.Older(90) with { IncludeTags = true })).Results<AccessKey>());
        Assert.Equal(KeyStage.Exempt, exempt.StageValue);
        Assert.Equal("200 days old; exempt until 2026-03-02: release freeze", exempt.Reason);

        account.Server.Clock.Advance(TimeSpan.FromHours(15));
        Assert.Equal(KeyStage.Stale, Assert.Single((await account.AuditAsync(TestAccount.Older(90) with { IncludeTags = true })).Results<AccessKey>()).StageValue);
    }

    [Fact]
    public async Task A_key_that_is_being_replaced_is_superseded()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        await account.RotateAsync(new KeyTarget("svc", old.AccessKeyId));

        AccessKey told = Assert.Single((await account.AuditAsync(TestAccount.Older(90) with { IncludeTags = true })).Results<AccessKey>());

        Assert.Equal(KeyStage.Superseded, told.StageValue);
        Assert.NotNull(told.ReplacedBy);
        Assert.Empty(told.Tags!);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_said_and_the_key_is_given()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        account.State.SetTag("svc", "keyrotation:exempt", "forever");

        RecordingReport report = await account.AuditAsync(TestAccount.Older(90) with { IncludeTags = true });

        Assert.Equal(KeyStage.Stale, Assert.Single(report.Results<AccessKey>()).StageValue);
        Assert.Equal("JournalUnreadable", Assert.Single(report.Failures).ErrorId);
    }

    [Theory]
    [InlineData("GenerateCredentialReport")]
    [InlineData("GetCredentialReport")]
    public async Task Where_no_report_may_be_made_every_user_is_asked_for_and_a_warning_says_so(string denied)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("old", 200);
        account.UserWithKey("young", 5);
        account.Server.Faults.Order(new Fault { Operation = denied, Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 100 });

        RecordingReport report = await account.AuditAsync();

        Assert.Equal("old", Assert.Single(report.Results<AccessKey>()).UserName);
        Assert.Contains("iam:" + denied, Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Empty(report.Failures);
    }
}
