using System;
using System.Threading.Tasks;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Retirement;

/// <summary>A key that was quarantined, brought back in the console, and is disabled once more.</summary>
public sealed class SecondQuarantineTests
{
    [Theory]
    [InlineData(FaultKind.CutAfter)]
    [InlineData(FaultKind.CutDuring)]
    [InlineData(FaultKind.MalformedAnswer)]
    public async Task The_time_of_an_earlier_quarantine_does_not_count_when_the_answer_to_the_second_disabling_is_lost(FaultKind lost)
    {
        await using TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        string id = account.UserWithKey("svc", 200).AccessKeyId;
        var key = new KeyTarget("svc", id);
        account.State.UpdateAccessKey("svc", id, SandboxKeyStatus.Inactive);
        await account.DisableAsync(options: null, key);
        account.Server.Clock.Advance(TimeSpan.FromDays(6));
        account.State.UpdateAccessKey("svc", id, SandboxKeyStatus.Active);
        account.Server.Faults.Order(new Fault { Operation = "UpdateAccessKey", Kind = lost, Times = 10 });
        await account.DisableAsync(options: null, key);
        account.Server.Faults.Clear();
        Assert.Equal("Inactive", account.StatusOf(id));

        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        await account.RemoveAsync(options: null, key);
        Assert.Equal("Inactive", account.StatusOf(id));

        account.Server.Clock.Advance(TimeSpan.FromDays(7));
        await account.RemoveAsync(options: null, key);
        Assert.Equal("deleted", account.StatusOf(id));
    }
}
