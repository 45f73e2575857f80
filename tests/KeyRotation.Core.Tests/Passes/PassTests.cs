using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Passes;

public sealed class PassTests
{
    private static readonly PassOptions Dormant = new() { DormantFor = TimeSpan.FromDays(45) };

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task A_pass_over_superseded_keys_with_nothing_due_reads_each_user_once(int users)
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero, ReportPolls = 0 });
        account.UserWithKey("bystander", 10);
        for (int number = 0; number < users; number++)
        {
            account.UserWithKey("svc" + number, 200);
            await account.RotateAsync(new KeyTarget("svc" + number));
        }

        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        await account.PassAsync();
        account.Server.Calls.Clear();
        RecordingReport report = await account.PassAsync();

        Assert.Empty(report.Failures);
        Assert.Empty(report.Later);
        Assert.Equal(users, report.VerboseMessages.Count(message => message.Contains("has not been quiet for", StringComparison.Ordinal)));
        // The call that opens the connection is not counted here.
        Assert.Equal(2 + (3 * users), account.Server.Calls.Snapshot().Count);
    }

    [Fact]
    public async Task The_quarantine_of_a_key_that_was_disabled_by_hand_starts_when_a_pass_first_sees_it_and_makes_room_when_it_is_over()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey stale = account.UserWithKey("svc", 200);
        SandboxAccessKey other = account.State.AddAccessKey("svc", TestAccount.Start.AddDays(-300));
        account.State.UpdateAccessKey("svc", other.AccessKeyId, SandboxKeyStatus.Inactive);

        for (int day = 0; day < 7; day++)
        {
            RecordingReport report = await account.PassAsync();
            Assert.Empty(report.Failures);
            Assert.Equal("NoRoomForKey", Assert.Single(report.Later).ErrorId);
            Assert.Equal(TestAccount.Start.AddDays(7), report.Later.Single().RetryAfter!.Value, TimeSpan.FromMinutes(1));
            Assert.Equal(day == 0 ? 1 : 0, report.Results<AccessKey>().Count);
            account.Server.Clock.Advance(TimeSpan.FromDays(1));
        }

        RecordingReport last = await account.PassAsync();
        Assert.Empty(last.Failures);
        Assert.Equal("deleted", account.StatusOf(other.AccessKeyId));
        Assert.Equal(stale.AccessKeyId, Assert.Single(last.Results<IResult>().OfType<RotatedAccessKey>()).ReplacedAccessKeyId);
    }

    [Fact]
    public async Task A_dormant_key_is_disabled_instead_of_rotated_and_the_way_back_holds()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey dormant = account.UserWithKey("dormant", 402);
        SandboxAccessKey used = account.UserWithKey("used", 60);
        account.State.RecordUse(used.AccessKeyId, "s3", "eu-west-1");
        SandboxAccessKey young = account.UserWithKey("young", 44);
        SandboxAccessKey exempt = account.UserWithKey("exempt", 402);
        account.State.SetTag("exempt", "keyrotation:exempt", "until=9999-12-31 reason=never");

        RecordingReport first = await account.PassAsync(Dormant);
        Assert.Empty(first.Failures);
        Assert.Equal(("Inactive", "Active", "Active", "Active"), (account.StatusOf(dormant.AccessKeyId), account.StatusOf(used.AccessKeyId), account.StatusOf(young.AccessKeyId), account.StatusOf(exempt.AccessKeyId)));
        Assert.StartsWith("quarantined", account.TagsOf("dormant")["keyrotation:" + dormant.AccessKeyId], StringComparison.Ordinal);

        await account.EnableAsync(new KeyTarget("dormant"));
        account.Server.Clock.Advance(TimeSpan.FromDays(1));
        await account.PassAsync(Dormant with { Rotation = new RotationOptions { OlderThan = TimeSpan.FromDays(1000) } });
        Assert.Equal("Active", account.StatusOf(dormant.AccessKeyId));
    }

    [Fact]
    public async Task A_key_that_was_quarantined_minutes_ago_and_is_still_listed_as_active_gets_no_successor()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey dormant = account.UserWithKey("dormant", 402);
        await account.PassAsync(Dormant);
        account.State.UpdateAccessKey("dormant", dormant.AccessKeyId, SandboxKeyStatus.Active);

        RecordingReport early = await account.PassAsync();
        Assert.Empty(early.Failures);
        Assert.Equal(0, account.Server.Calls.Count("CreateAccessKey"));

        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        await account.PassAsync();
        Assert.Equal(1, account.Server.Calls.Count("CreateAccessKey"));
    }

    [Fact]
    public async Task A_dormant_key_whose_last_use_is_not_known_is_a_refusal()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey dormant = account.UserWithKey("dormant", 402);
        account.Server.Faults.Order(new Fault { Operation = "GetAccessKeyLastUsed", Kind = FaultKind.Error, ErrorCode = "AccessDenied", HttpStatus = 403, Times = 10 });

        RecordingReport report = await account.PassAsync(Dormant);

        Assert.Equal("EvidenceUnknown", Assert.Single(report.Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(dormant.AccessKeyId));
    }

    [Fact]
    public async Task An_exemption_for_good_and_times_at_the_edge_of_the_calendar_concern_their_user_alone()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        foreach ((string user, string tag, string value) in new[]
        {
            ("never", "keyrotation:exempt", "until=9999-12-31 reason=never"),
            ("first", "keyrotation:exempt", "until=0001-01-01 reason=long ago"),
            ("last", "keyrotation:pending", "rotate AKIAOLDOLDOLDOLDOLD1 at=9999-12-31T23:59:59Z token=x"),
            ("early", "keyrotation:pending", "rotate AKIAOLDOLDOLDOLDOLD1 at=0001-01-01T00:00:00Z token=x"),
        })
        {
            account.UserWithKey(user, 200);
            account.State.SetTag(user, tag, value);
        }

        SandboxAccessKey plain = account.UserWithKey("plain", 200);
        RecordingReport report = await account.PassAsync();

        Assert.Equal(["first", "plain", "early"], report.Results<IResult>().OfType<RotatedAccessKey>().Select(key => key.UserName).OrderByDescending(name => name == "first").ThenByDescending(name => name == "plain"));
        Assert.Equal(("last", "JournalUnreadable"), (Assert.Single(report.Failures).Target!.UserName, report.Failures[0].ErrorId));
        Assert.Equal("Active", account.StatusOf(plain.AccessKeyId));
    }
}
