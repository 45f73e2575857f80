using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Retirement;

/// <summary>A key that is in the wrong hands is taken out of use at once, whatever else is the matter with its user.</summary>
public sealed class CompromisedKeyTests
{
    private const string Finding = "1ab92989eaf0e742df4a014d5c0a8841";

    [Fact]
    public async Task A_key_in_use_is_disabled_at_once_and_recorded_with_its_finding()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 20);
        account.State.RecordUse(key.AccessKeyId, "s3", "eu-central-1");

        RecordingReport report = await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId) { Finding = Finding });

        AccessKey disabled = Assert.Single(report.Results<AccessKey>());
        Assert.Equal(("Quarantined", "compromised: finding " + Finding), (disabled.Stage, disabled.Reason));
        Assert.Equal("Inactive", account.StatusOf(key.AccessKeyId));
        Assert.Equal($"quarantined since=2026-03-02T09:00:00Z cause=compromised finding={Finding}", account.TagsOf("svc")["keyrotation:" + key.AccessKeyId]);
        Assert.Contains("New-RotatedAccessKey -UserName svc", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Equal(["ListUserTags", "ListAccessKeys", "UpdateAccessKey", "TagUser"], account.Server.Calls.Snapshot().Select(call => call.Operation));
    }

    [Fact]
    public async Task Doing_it_twice_changes_nothing_more()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 20);
        await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId) { Finding = Finding });
        account.Server.Calls.Clear();

        RecordingReport again = await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId) { Finding = "another" });

        Assert.Empty(account.Changes());
        Assert.Empty(again.Warnings);
        Assert.Equal("Quarantined", Assert.Single(again.Results<AccessKey>()).Stage);
    }

    [Fact]
    public async Task A_key_that_is_inactive_already_is_recorded_and_its_quarantine_keeps_its_beginning()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        await account.DisableAsync(options: null, new KeyTarget("svc", key.AccessKeyId));
        account.Server.Clock.Advance(TimeSpan.FromDays(3));
        account.Server.Calls.Clear();

        await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId));

        Assert.Equal(["TagUser"], account.Changes());
        Assert.Equal("quarantined since=2026-03-02T09:00:00Z cause=compromised", account.TagsOf("svc")["keyrotation:" + key.AccessKeyId]);
    }

    [Fact]
    public async Task Of_a_user_with_two_keys_none_is_touched_that_is_not_named()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey one = account.UserWithKey("svc", 20);
        SandboxAccessKey other = account.State.AddAccessKey("svc", TestAccount.Start.AddDays(-5));

        Assert.Equal("KeyNotNamed", Assert.Single((await account.CompromisedAsync(new KeyTarget("svc"))).Failures).ErrorId);
        Assert.Empty(account.Changes());

        RecordingReport named = await account.CompromisedAsync(new KeyTarget("svc", one.AccessKeyId));
        Assert.Equal(("Inactive", "Active"), (account.StatusOf(one.AccessKeyId), account.StatusOf(other.AccessKeyId)));
        Assert.Empty(named.Warnings);
    }

    [Fact]
    public async Task Evidence_that_names_no_key_is_for_the_only_key_of_its_user_and_never_for_its_replacement()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey only = account.UserWithKey("one", 20);
        SandboxAccessKey first = account.UserWithKey("two", 20);
        SandboxAccessKey second = account.State.AddAccessKey("two", TestAccount.Start.AddDays(-5));
        KeyTarget[] named = [.. new[] { ("one", only), ("two", first), ("two", second) }.Select(key => new KeyTarget(key.Item1, key.Item2.AccessKeyId) { MayBeAnother = true })];

        RecordingReport report = await account.CompromisedAsync(named);

        Assert.Equal("Inactive", account.StatusOf(only.AccessKeyId));
        Assert.All(new[] { first, second }, key => Assert.Equal("Active", account.StatusOf(key.AccessKeyId)));
        Assert.Equal(["CompromisedKeyUncertain", "CompromisedKeyUncertain"], report.Failures.Select(failure => failure.ErrorId));

        await account.CompromisedAsync(new KeyTarget("two", first.AccessKeyId));
        RecordingReport replaced = await account.CompromisedAsync(named[2]);

        Assert.Equal("Active", account.StatusOf(second.AccessKeyId));
        Assert.Empty(replaced.Failures);
        Assert.Contains(first.AccessKeyId + " was disabled as compromised already", Assert.Single(replaced.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_key_of_a_user_may_be_meant_by_the_name_alone_and_a_user_without_one_is_an_error()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 20);
        account.State.CreateUser("empty", TestAccount.Start.AddDays(-9));

        RecordingReport report = await account.CompromisedAsync(new KeyTarget("svc"), new KeyTarget("empty"));

        Assert.Equal("Inactive", account.StatusOf(key.AccessKeyId));
        Assert.Equal("NoAccessKey", Assert.Single(report.Failures).ErrorId);
    }

    [Theory]
    [InlineData("TagUser", "AccessDenied", 403)]
    [InlineData("TagUser", "LimitExceeded", 409)]
    [InlineData("ListUserTags", "AccessDenied", 403)]
    public async Task A_journal_that_cannot_be_written_or_read_leaves_the_key_disabled_and_is_a_warning(string operation, string code, int status)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 20);
        account.Server.Faults.Order(new Fault { Operation = operation, Kind = FaultKind.Error, ErrorCode = code, HttpStatus = status, Times = 100 });

        RecordingReport report = await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId));

        Assert.Equal("Inactive", account.StatusOf(key.AccessKeyId));
        Assert.Empty(report.Failures);
        Assert.Contains(report.Warnings, warning => warning.Contains("iam:" + operation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fifty_tags_an_unreadable_entry_or_an_exemption_do_not_stop_it()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey full = account.UserWithKey("full", 20);
        SandboxAccessKey odd = account.UserWithKey("odd", 20);
        SandboxAccessKey exempt = account.UserWithKey("exempt", 20);
        for (int tag = 0; tag < 50; tag++)
        {
            account.State.SetTag("full", $"own{tag}", "x");
        }

        account.State.SetTag("odd", "keyrotation:pending", "nonsense");
        account.State.SetTag("exempt", "keyrotation:exempt", "until=2026-12-31 reason=vendor");

        RecordingReport report = await account.CompromisedAsync(new KeyTarget("full"), new KeyTarget("odd"), new KeyTarget("exempt"));

        Assert.All(new[] { full, odd, exempt }, key => Assert.Equal("Inactive", account.StatusOf(key.AccessKeyId)));
        Assert.Empty(report.Failures);
        Assert.Contains(report.Warnings, warning => warning.Contains("does not say that it is compromised", StringComparison.Ordinal) && warning.Contains(full.AccessKeyId, StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.Contains("cannot be read", StringComparison.Ordinal) && warning.Contains("pending", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.Contains("exempt from rotation until 2026-12-31", StringComparison.Ordinal));
        Assert.Contains("cause=compromised", account.TagsOf("odd")["keyrotation:" + odd.AccessKeyId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_enabled_again_without_force_which_clears_the_record()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 20);
        await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId) { Finding = Finding });

        KeyRotationException refused = Assert.Single((await account.EnableAsync(new KeyTarget("svc", key.AccessKeyId))).Failures);
        Assert.Equal("KeyCompromised", refused.ErrorId);
        Assert.Contains(Finding, refused.Message, StringComparison.Ordinal);
        Assert.Equal("Inactive", account.StatusOf(key.AccessKeyId));

        RecordingReport forced = await account.EnableForcedAsync(new KeyTarget("svc", key.AccessKeyId));
        Assert.Contains("-Force", Assert.Single(forced.Warnings), StringComparison.Ordinal);
        Assert.Equal("Active", account.StatusOf(key.AccessKeyId));
        Assert.DoesNotContain("compromised", account.TagsOf("svc")["keyrotation:" + key.AccessKeyId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compromised_replacement_protects_nothing_and_the_key_that_it_replaced_is_the_working_one_again()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotatedAccessKey rotated = Assert.Single((await account.RotateAndUseAsync(new KeyTarget("svc"))).Results<RotatedAccessKey>());

        RecordingReport report = await account.CompromisedAsync(new KeyTarget("svc", rotated.AccessKeyId));
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.DisableAsync();
        await account.PassAsync();

        Assert.Empty(report.Warnings);
        Assert.Equal(("Active", "Inactive"), (account.StatusOf(old.AccessKeyId), account.StatusOf(rotated.AccessKeyId)));
        Assert.StartsWith("current", account.TagsOf("svc")["keyrotation:" + old.AccessKeyId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_made_active_again_elsewhere_is_no_working_key_and_is_an_error()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 200);
        await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId));
        account.State.UpdateAccessKey("svc", key.AccessKeyId, SandboxKeyStatus.Active);
        account.Server.Clock.Advance(TimeSpan.FromHours(5));
        account.Server.Calls.Clear();

        Assert.Equal("CompromisedKeyActive", Assert.Single((await account.PassAsync()).Failures).ErrorId);
        Assert.Equal("CompromisedKeyActive", Assert.Single((await account.DisableAsync(options: null, new KeyTarget("svc", key.AccessKeyId))).Failures).ErrorId);
        Assert.DoesNotContain(account.Changes(), operation => operation != "GenerateCredentialReport");

        await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId));
        Assert.Equal("Inactive", account.StatusOf(key.AccessKeyId));
    }

    [Theory]
    [InlineData("arn:aws:guardduty:eu-central-1:111122223333:detector/60b4e2/finding/9ab1", "arn:aws:guardduty:eu-central-1:111122223333:detector/60b4e2/finding/9ab1")]
    [InlineData("src/app settings.env:12", "sha256:")]
    [InlineData("läck#1", "sha256:")]
    public async Task The_id_of_a_finding_is_written_as_it_is_or_as_its_hash(string id, string written)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 20);

        RecordingReport report = await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId) { Finding = id });

        string value = account.TagsOf("svc")["keyrotation:" + key.AccessKeyId];
        Assert.DoesNotContain(report.Warnings, warning => warning.Contains("does not say", StringComparison.Ordinal));
        Assert.Contains(" finding=" + written[..Math.Min(7, written.Length)], value, StringComparison.Ordinal);
        Assert.True(value.Length <= 256);
        Assert.Equal("KeyCompromised", Assert.Single((await account.EnableAsync(new KeyTarget("svc", key.AccessKeyId))).Failures).ErrorId);
    }

    [Fact]
    public async Task A_long_id_is_hashed_so_that_the_entry_fits()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey key = account.UserWithKey("svc", 20);

        await account.CompromisedAsync(new KeyTarget("svc", key.AccessKeyId) { Finding = new string('a', 512) });

        Assert.Matches("finding=sha256:[0-9a-f]{32}$", account.TagsOf("svc")["keyrotation:" + key.AccessKeyId]);
    }
}
