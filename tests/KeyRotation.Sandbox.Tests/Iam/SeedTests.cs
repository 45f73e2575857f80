using System;
using System.Diagnostics;
using System.Linq;
using KeyRotation.Sandbox.Tests.Support;
using Xunit;

namespace KeyRotation.Sandbox.Tests.Iam;

public sealed class SeedTests
{
    [Fact]
    public void The_same_seed_makes_the_same_account_with_the_same_secrets()
    {
        using var one = SandboxServer.Start(Start.Options with { Users = 200, Seed = 7 });
        using var two = SandboxServer.Start(Start.Options with { Users = 200, Seed = 7 });
        using var other = SandboxServer.Start(Start.Options with { Users = 200, Seed = 8 });

        Assert.Equal(one.Account.Users, two.Account.Users);
        Assert.Equal(one.Administrator, two.Administrator);
        Assert.False(one.Account.Users.Equals(other.Account.Users));
        Assert.NotEqual(one.Administrator, other.Administrator);
    }

    [Fact]
    public void An_account_has_all_that_an_audit_must_tell_apart()
    {
        using var server = SandboxServer.Start(Start.Options with { Users = 300 });
        var users = server.Account.Users.Where(user => user.UserName != "sandbox-admin").ToArray();
        var keys = users.SelectMany(user => user.Keys).ToArray();

        Assert.Equal(300, users.Length);
        Assert.Equal(keys.Length, keys.Select(key => key.AccessKeyId).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(users.Count(user => user.Keys.Count == 1 && user.Keys[0].Status == SandboxKeyStatus.Active && Age(user.Keys[0]) < 90), 150, 210);
        Assert.Contains(keys, key => Age(key) > 90 && key.Status == SandboxKeyStatus.Active && key.LastUsed is null);
        Assert.Contains(keys, key => Age(key) > 90 && key.LastUsed?.At < Start.Time.AddDays(-100));
        Assert.Contains(keys, key => Age(key) > 90 && key.LastUsed?.At > Start.Time.AddDays(-2));
        Assert.Contains(keys, key => key.Status == SandboxKeyStatus.Inactive);
        Assert.Contains(users, user => user.Keys.Count == 2);
        Assert.Contains(users, user => user.Keys.Count == 0);
        Assert.Contains(users, user => user.PasswordEnabled && user.PasswordLastUsed is null);
        Assert.Contains(users, user => user.Tags.ContainsKey("owner"));
        Assert.All(keys, key => Assert.InRange(key.CreateDate, server.Account.FindUser(key.UserName)!.CreateDate, Start.Time));
        Assert.All(keys, key => Assert.True(key.LastUsed is null || (key.LastUsed.At >= key.CreateDate && key.LastUsed.At <= Start.Time), key.ToString()));
    }

    [Theory]
    [InlineData("aws", "us-")]
    [InlineData("aws-us-gov", "us-gov-")]
    [InlineData("aws-cn", "cn-")]
    [InlineData("aws-eusc", "eusc-de-")]
    public void The_same_seed_makes_the_same_users_in_every_partition_but_their_keys_are_used_in_its_regions(string partition, string prefix)
    {
        using var usual = SandboxServer.Start(Start.Options with { Users = 50 });
        using var server = SandboxServer.Start(Start.Options with { Users = 50, Partition = partition });
        var uses = server.Account.Users.SelectMany(user => user.Keys).Select(key => key.LastUsed?.Region).OfType<string>().ToArray();

        Assert.Equal(usual.Account.Users.Select(user => user.UserName), server.Account.Users.Select(user => user.UserName));
        Assert.All(server.Account.Users, user => Assert.StartsWith("arn:" + partition + ":iam:", user.Arn, StringComparison.Ordinal));
        Assert.Contains(uses, region => region.StartsWith(prefix, StringComparison.Ordinal));
        Assert.All(uses, region => server.Account.Secrets(region));
    }

    [Theory]
    [InlineData(1000, 50)]
    [InlineData(100, 0)]
    [InlineData(20, 20)]
    public void Exactly_so_many_users_are_stale_as_were_asked_for(int count, int stale)
    {
        using var server = SandboxServer.Start(Start.Options with { Users = count, StaleUsers = stale });
        var users = server.Account.Users;

        Assert.Equal(count + 1, users.Count);
        Assert.Equal(stale, users.Count(user => user.Keys.Any(key => Age(key) > 90)));
        Assert.Equal(stale, users.Count(user => user.Keys.Any(key => Age(key) > 89)));
        Assert.All(users.Where(user => user.Keys.Any(key => Age(key) > 90)), user => Assert.Equal(SandboxKeyStatus.Active, Assert.Single(user.Keys).Status));
    }

    [Fact]
    public void A_thousand_users_are_there_within_a_second()
    {
        var started = Stopwatch.GetTimestamp();
        using var server = SandboxServer.Start(Start.Options with { Users = 1000 });

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => SandboxServer.Start(new SandboxOptions { Users = -1 }));
        Assert.ThrowsAny<ArgumentException>(() => SandboxServer.Start(new SandboxOptions { Users = 5000 }));
        Assert.ThrowsAny<ArgumentException>(() => SandboxServer.Start(new SandboxOptions { Users = 5, StaleUsers = 6 }));
        Assert.ThrowsAny<ArgumentException>(() => SandboxServer.Start(new SandboxOptions { Port = 65536 }));
        Assert.ThrowsAny<ArgumentException>(() => SandboxServer.Start(new SandboxOptions { AccountId = "12345678901x" }));
        Assert.ThrowsAny<ArgumentException>(() => SandboxServer.Start(new SandboxOptions { Partition = "azure" }));
        Assert.ThrowsAny<ArgumentException>(() => SandboxServer.Start(new SandboxOptions { Propagation = TimeSpan.FromSeconds(-1) }));
    }

    private static double Age(SandboxAccessKey key) => (Start.Time - key.CreateDate).TotalDays;
}
