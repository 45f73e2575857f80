using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>The id and the secret of a key in two secrets or parameters: both are written or neither.</summary>
public sealed class SeparatePlacesTests
{
    private const string Region = "us-east-1";

    public static TheoryData<string> Kinds => ["SecretsManager", "ParameterStore"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Both_are_written_read_back_and_found(string kind)
    {
        await using TestAccount account = await StartAsync();
        IDestination place = Place(account, kind);

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, place)).Results<RotatedAccessKey>());

        Assert.Equal((rotated.AccessKeyId, SecretText.Reveal(rotated.SecretAccessKey)), (Held(account, kind, "id"), Held(account, kind, "secret")));
        StoredKey? found = await place.FindAsync(new KeyOwner(account.Session.AccountId, "svc"), rotated.AccessKeyId, TestContext.Current.CancellationToken);
        Assert.Equal(Held(account, kind, "secret"), SecretText.Reveal(found!.SecretAccessKey));
        Assert.EndsWith("at=" + kind, account.TagsOf("svc")["keyrotation:" + rotated.AccessKeyId], StringComparison.Ordinal);
    }

    /// <summary>The second write of two is the one that fails, carried out or not.</summary>
    [Theory]
    [InlineData("SecretsManager", "CreateSecret", false)]
    [InlineData("SecretsManager", "PutSecretValue", true)]
    [InlineData("ParameterStore", "PutParameter", false)]
    [InlineData("ParameterStore", "PutParameter", true)]
    public async Task Where_the_second_write_fails_both_are_as_they_were(string kind, string operation, bool areThere)
    {
        await using TestAccount account = await StartAsync();
        string old = account.State.FindUser("svc")!.Keys[0].AccessKeyId;
        if (areThere)
        {
            Put(account, kind, "id", old);
            Put(account, kind, "secret", "old-secret");
        }

        account.Server.Faults.Order(new Fault { Operation = operation, Kind = FaultKind.Error, ErrorCode = "ValidationException", After = 1 });

        KeyRotationException failure = Assert.Single((await RotateAsync(account, Place(account, kind))).Failures);

        Assert.Equal("DestinationFailed", failure.ErrorId);
        Assert.Equal(areThere ? (old, "old-secret") : (null, null), (Held(account, kind, "id"), Held(account, kind, "secret")));
        Assert.Single(account.State.FindUser("svc")!.Keys);
    }

    [Theory]
    [InlineData("SecretsManager", "id")]
    [InlineData("SecretsManager", "secret")]
    [InlineData("ParameterStore", "id")]
    [InlineData("ParameterStore", "secret")]
    public async Task A_half_that_is_there_alone_is_refused_before_a_key_is_created_and_not_quoted(string kind, string part)
    {
        await using TestAccount account = await StartAsync();
        Put(account, kind, part, part == "id" ? account.State.FindUser("svc")!.Keys[0].AccessKeyId : "theirs");

        KeyRotationException refused = Assert.Single((await RotateAsync(account, Place(account, kind))).Failures);

        Assert.Equal("DestinationRefused", refused.ErrorId);
        Assert.DoesNotContain("theirs", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(account.Changes());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_rotation_that_was_killed_between_the_two_has_not_arrived_and_the_next_one_brings_a_whole_key(string kind)
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.State.FindUser("svc")!.Keys[0];
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=dead to={kind}");
        SandboxAccessKey left = account.State.AddAccessKey("svc");
        Put(account, kind, "id", old.AccessKeyId);
        Put(account, kind, "secret", left.SecretAccessKey);
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, Place(account, kind))).Results<RotatedAccessKey>());

        Assert.Equal("deleted", account.StatusOf(left.AccessKeyId));
        Assert.Equal((rotated.AccessKeyId, SecretText.Reveal(rotated.SecretAccessKey)), (Held(account, kind, "id"), Held(account, kind, "secret")));
    }

    [Fact]
    public void A_separate_form_has_no_members_and_names_that_differ()
    {
        Assert.Throws<ArgumentException>(() => Destination.SecretsManager("x").WithForm(new KeyForm { Separate = true, Path = "app" }));
        Assert.Throws<ArgumentException>(() => Destination.SecretsManager("x").WithForm(new KeyForm { Separate = true, IdName = "a/b" }));
        Assert.Throws<ArgumentException>(() => Destination.SecretsManager("x").WithForm(new KeyForm { Separate = true, IdName = "a", SecretName = "a" }));
        Assert.Throws<ArgumentException>(() => Destination.Env("/x").WithForm(new KeyForm { Separate = true }));
    }

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 200);
        return account;
    }

    private static Task<RecordingReport> RotateAsync(TestAccount account, IDestination destination) =>
        account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = [destination] });

    private static IDestination Place(TestAccount account, string kind) => kind == "SecretsManager"
        ? account.Connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite: false, report: null, new KeyForm { Separate = true })
        : account.Connection.ParameterStore(new NameTemplate("/{UserName}"), kmsKeyId: null, overwrite: false, report: null, new KeyForm { Separate = true });

    private static void Put(TestAccount account, string kind, string part, string text) =>
        _ = kind == "SecretsManager" ? account.State.CreateSecret(Region, "svc/" + part, text).Name : account.State.PutParameter(Region, "/svc/" + part, text).Name;

    private static string? Held(TestAccount account, string kind, string part) => kind == "SecretsManager"
        ? account.State.FindSecret(Region, "svc/" + part)?.Staged("AWSCURRENT")?.SecretString
        : account.State.Parameters(Region).FirstOrDefault(parameter => parameter.Name == "/svc/" + part)?.Value;
}
