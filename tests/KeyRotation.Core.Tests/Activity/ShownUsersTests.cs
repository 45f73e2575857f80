using System;
using System.Threading.Tasks;
using KeyRotation.Retirement;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Activity;

/// <summary>The refusal of a key that is in use, with who uses it.</summary>
public sealed class ShownUsersTests
{
    private static readonly string[] Named = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "Boto3/1.34", "ec2:DescribeInstances", "and 2 more"];

    private static readonly RetirementOptions ShowUsers = new() { ShowUsers = true };

    [Fact]
    public async Task The_three_most_recent_users_are_named_and_how_many_more_there_are()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = await SupersededAsync(account);
        for (int host = 1; host <= 5; host++)
        {
            account.Call(old, hoursAgo: host, from: "192.0.2." + host);
        }

        KeyRotationException refusal = Assert.Single((await account.DisableAsync(ShowUsers, new KeyTarget("svc"))).Failures);

        Assert.Equal("OldKeyInUse", refusal.ErrorId);
        Assert.Contains($"Get-AccessKeyActivity -AccessKeyId {old.AccessKeyId}", refusal.Message, StringComparison.Ordinal);
        Assert.All(Named, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("192.0.2.4", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task Without_the_switch_nothing_more_is_called()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.Call(await SupersededAsync(account));

        Assert.Equal("OldKeyInUse", Assert.Single((await account.DisableAsync(null, new KeyTarget("svc"))).Failures).ErrorId);
        Assert.Equal(0, account.Server.Calls.Count("LookupEvents"));
    }

    [Fact]
    public async Task With_the_switch_a_key_that_is_quiet_is_disabled_and_nothing_more_is_called()
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = await SupersededAsync(account);

        Assert.Empty((await account.DisableAsync(ShowUsers, new KeyTarget("svc"))).Failures);
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
        Assert.Equal(0, account.Server.Calls.Count("LookupEvents"));
    }

    [Theory]
    [InlineData("AccessDenied")]
    [InlineData("InternalFailure")]
    [InlineData("UnrecognizedClientException")]
    public async Task A_look_up_that_fails_is_said_and_changes_nothing_of_the_refusal(string code)
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        SandboxAccessKey old = await SupersededAsync(account);
        account.Call(old);
        account.Server.Faults.Order(new Fault { Operation = "LookupEvents", Kind = FaultKind.Error, ErrorCode = code, Times = 1000 });

        KeyRotationException refusal = Assert.Single((await account.DisableAsync(ShowUsers, new KeyTarget("svc"))).Failures);

        Assert.Equal(("OldKeyInUse", FailureCategory.ResourceBusy), (refusal.ErrorId, refusal.Category));
        Assert.Contains("Who uses it could not be read in", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("cloudtrail:LookupEvents", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));
    }

    /// <summary>A key that was replaced two days ago.</summary>
    private static async Task<SandboxAccessKey> SupersededAsync(TestAccount account)
    {
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        Assert.Empty((await account.RotateAndUseAsync(new KeyTarget("svc"))).Failures);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        return old;
    }
}
