using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>A destination outside of the account of the key: the journal names it, and what it does not say permits nothing.</summary>
public sealed class PlaceElsewhereTests
{
    private readonly MemoryDestination central = new("Memory") { Elsewhere = "400000000004" };

    [Fact]
    public async Task A_secret_in_another_account_that_is_not_asked_lets_no_old_key_go()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotatedAccessKey rotated = (await account.RotateAsync(new KeyTarget("svc"), To(central))).Results<RotatedAccessKey>().Single();
        Assert.EndsWith("at=Memory@400000000004:eu-central-1", account.TagsOf("svc")["keyrotation:" + rotated.AccessKeyId], StringComparison.Ordinal);
        account.Server.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal("DestinationNotAsked", Assert.Single((await account.DisableAsync(options: null, new KeyTarget("svc"))).Failures).ErrorId);
        Assert.Equal("DestinationNotAsked", Assert.Single((await account.PassAsync(new PassOptions { Rotation = To(new MemoryDestination("Memory")) })).Failures).ErrorId);
        Assert.Equal("Active", account.StatusOf(old.AccessKeyId));

        Assert.Empty((await account.PassAsync(new PassOptions { Rotation = To(central) })).Failures);
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_secret_in_another_account_whose_key_is_in_use_lets_the_old_key_go()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        SandboxAccessKey old = account.UserWithKey("svc", 200);
        RotatedAccessKey rotated = (await account.RotateAsync(new KeyTarget("svc"), To(central))).Results<RotatedAccessKey>().Single();
        account.Server.Clock.Advance(TimeSpan.FromDays(2));
        account.State.RecordUse(rotated.AccessKeyId, "s3", "us-east-1");

        Assert.Empty((await account.DisableAsync(options: null, new KeyTarget("svc"))).Failures);
        Assert.Equal("Inactive", account.StatusOf(old.AccessKeyId));
    }

    [Fact]
    public async Task A_lost_secret_is_replaced_only_where_its_place_answers_that_it_is_gone()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        await account.RotateAsync(new KeyTarget("svc"), To(central));
        central.Stored.Clear();

        RotationOptions again = To(new MemoryDestination("Memory")) with { ReplaceUnused = true };
        Assert.Equal("ReplacementDelivered", Assert.Single((await account.RotateAsync(new KeyTarget("svc"), again)).Failures).ErrorId);
        Assert.Single((await account.RotateAsync(new KeyTarget("svc"), To(central) with { ReplaceUnused = true })).Results<RotatedAccessKey>());
    }

    [Fact]
    public async Task Places_that_do_not_fit_into_the_tag_are_refused_before_a_key_is_created()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("svc", 200);
        IDestination[] four = [.. Enumerable.Range(1, 4).Select(number => new MemoryDestination("SecretsManager") { Elsewhere = $"40000000000{number}" })];

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = four });

        Assert.Equal("TooManyDestinations", Assert.Single(report.Failures).ErrorId);
        Assert.Equal(0, account.Server.Calls.Count("CreateAccessKey"));
        Assert.Empty((await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = [.. four.Take(2)] })).Failures);
    }

    [Theory]
    [InlineData("{AccountId}/{UserName}", false)]
    [InlineData("{AccessKeyId}", false)]
    [InlineData("{AccountName}/{UserName}", true)]
    [InlineData("{UserName}", true)]
    public void Two_accounts_do_not_share_a_name(string name, bool isRefused)
    {
        var template = new NameTemplate(name);
        SharedPlaceNames.RequireDistinct([template], [("300000000001", "twin")]);
        SharedPlaceNames.RequireDistinct([template], [("300000000001", null), ("300000000001", null)]);

        void TwoTwins() => SharedPlaceNames.RequireDistinct([template], [("300000000001", "twin"), ("300000000002", "twin")]);

        if (isRefused)
        {
            Assert.Equal("DestinationNameShared", Assert.Throws<KeyRotationException>(TwoTwins).ErrorId);
        }
        else
        {
            TwoTwins();
        }
    }

    private static RotationOptions To(IDestination destination) => new() { Destinations = [destination] };
}
