using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Steps;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>The keys of two users never go to one place in one run.</summary>
public sealed class PlaceClaimTests
{
    private readonly MemoryDestination place = new("Place");

    [Fact]
    public async Task The_second_user_is_left_for_later_and_no_key_is_created_for_it()
    {
        await using TestAccount account = await StartAsync();

        RecordingReport report = await account.PassAsync(Options(), runner: Runner());

        Assert.Equal("a", Assert.Single(report.Results<RotatedAccessKey>()).UserName);
        KeyRotationException left = Assert.Single(report.Later);
        Assert.Equal(("DestinationTaken", "b"), (left.ErrorId, left.Target!.UserName));
        Assert.Single(account.State.FindUser("b")!.Keys);
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task The_plan_says_the_same()
    {
        await using TestAccount account = await StartAsync();

        RecordingReport report = await account.PassAsync(Options(), new RecordingReport { OnQuestion = (_, _) => Agreement.OnlyPlanned }, Runner());

        Assert.Equal("DestinationTaken", Assert.Single(report.Later).ErrorId);
    }

    [Fact]
    public async Task Where_the_first_is_declined_the_second_takes_the_place()
    {
        await using TestAccount account = await StartAsync();
        var report = new RecordingReport { OnQuestion = (target, _) => target.Contains("user a ", System.StringComparison.Ordinal) ? Agreement.Declined : Agreement.Agreed };

        await account.PassAsync(Options(), report, Runner());

        Assert.Equal("b", Assert.Single(report.Results<RotatedAccessKey>()).UserName);
        Assert.Empty(report.Later);
    }

    [Fact]
    public async Task Users_with_places_of_their_own_are_not_kept_from_them()
    {
        await using TestAccount account = await StartAsync();

        RecordingReport report = await account.PassAsync(Options(), runner: Runner(new PlaceClaims(user => ["x/" + user.Owner.UserName])));

        Assert.Equal(["a", "b"], report.Results<RotatedAccessKey>().Select(key => key.UserName).Order());
    }

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync();
        account.UserWithKey("a", 200);
        account.UserWithKey("b", 200);
        return account;
    }

    private static StepRunnerOptions Runner(PlaceClaims? claims = null) => new() { Claims = claims ?? new PlaceClaims(_ => ["Place:x"]), DestinationsOf = _ => ["Place:x"] };

    private PassOptions Options() => new() { Rotation = new RotationOptions { Destinations = new List<IDestination> { place } } };
}
