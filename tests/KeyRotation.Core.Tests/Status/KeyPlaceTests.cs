using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Status;
using KeyRotation.Tests.Delivery;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Status;

/// <summary>Whether the places that people name are those that their applications read.</summary>
public sealed class KeyPlaceTests
{
    private readonly MemoryDestination first = new("First");
    private readonly MemoryDestination second = new("Second");

    [Fact]
    public async Task Each_key_says_which_places_hold_it_which_hold_another_and_which_none()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string old = account.UserWithKey("svc", 200).AccessKeyId;
        string other = account.State.AddAccessKey("svc", account.Server.Clock.UtcNow.AddDays(-100)).AccessKeyId;
        first.Stored["svc"] = new StoredKey(old, SecretText.Protect("x"));

        RecordingReport report = await LookAsync(account);

        Assert.Equal(["First (holds this key)", "Second (holds no key)"], PlacesOf(report, old));
        Assert.Equal(["First (holds another key)", "Second (holds no key)"], PlacesOf(report, other));
    }

    [Fact]
    public async Task A_place_that_holds_a_key_of_someone_else_says_so()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string key = account.UserWithKey("svc", 200).AccessKeyId;
        first.Stored["svc"] = new StoredKey("AKIAOTHEROTHEROTHER1", SecretText.Protect("x"));

        Assert.Equal(["First (holds another key)", "Second (holds no key)"], PlacesOf(await LookAsync(account), key));
    }

    [Fact]
    public async Task A_place_that_does_not_answer_is_unknown_and_the_status_is_given_all_the_same()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string key = account.UserWithKey("svc", 200).AccessKeyId;
        first.FailAt = "check";

        RecordingReport report = await LookAsync(account);

        Assert.Equal(["First (could not be asked: First failed at check.)", "Second (holds no key)"], PlacesOf(report, key));
        Assert.Empty(report.Failures);
    }

    [Fact]
    public async Task Without_destinations_nothing_is_asked()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        string key = account.UserWithKey("svc", 200).AccessKeyId;
        var report = new RecordingReport();

        await new AccountStatus(account.Session, new StatusOptions(), report).RunAsync([], TestContext.Current.CancellationToken);

        Assert.Empty(PlacesOf(report, key));
    }

    private async Task<RecordingReport> LookAsync(TestAccount account)
    {
        var report = new RecordingReport();
        await new AccountStatus(account.Session, new StatusOptions { DestinationMap = new SameDestinations([first, second]) }, report).RunAsync([], TestContext.Current.CancellationToken);
        return report;
    }

    private static string[] PlacesOf(RecordingReport report, string accessKeyId) =>
        report.Results<KeyStatus>().Single(status => status.AccessKeyId == accessKeyId).Places.Select(place => place.ToString()).ToArray();
}
