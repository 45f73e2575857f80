using System;
using System.Linq;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Delivery.Files;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>A destination that holds a key which is neither the replaced nor the new one: it is somebody's, and stays.</summary>
public sealed class AnotherKeyTests : IDisposable
{
    private const string Region = "us-east-1";
    private const string Third = "AKIATHIRDTHIRDTHIRD3";

    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string> Kinds => ["SecretsManager", "ParameterStore", "Profile", "Env", "SmtpEnv", "FormedSecret", "TwoSecrets", "TwoParameters", "Json"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_refused_before_a_key_is_created_and_written_over_only_when_asked(string kind)
    {
        await using TestAccount account = await StartAsync();
        Put(account, kind, Third);

        KeyRotationException refused = Assert.Single((await RotateAsync(account, Place(account, kind))).Failures);

        Assert.Equal(("DestinationHoldsAnotherKey", FailureCategory.InvalidOperation), (refused.ErrorId, refused.Category));
        Assert.Contains(Third, refused.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", refused.Message, StringComparison.Ordinal);
        Assert.Empty(account.Changes());
        Assert.Equal(Third, Held(account, kind));

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, Place(account, kind, overwrite: true))).Results<RotatedAccessKey>());
        Assert.Equal(rotated.AccessKeyId, Held(account, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Written_over_and_undone_it_is_there_again(string kind)
    {
        await using TestAccount account = await StartAsync();
        Put(account, kind, Third);

        RecordingReport report = await RotateAsync(account, Place(account, kind, overwrite: true), new MemoryDestination("Full") { FailAt = "write" });

        Assert.Equal("DestinationFailed", Assert.Single(report.Failures).ErrorId);
        Assert.Equal(Third, Held(account, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_that_somebody_puts_there_meanwhile_is_left_and_the_new_key_is_taken_back(string kind)
    {
        await using TestAccount account = await StartAsync();
        var first = new MemoryDestination("First") { OnWrite = () => Put(account, kind, Third) };

        KeyRotationException refused = Assert.Single((await RotateAsync(account, first, Place(account, kind))).Failures);

        Assert.Equal("DestinationHoldsAnotherKey", refused.ErrorId);
        Assert.Equal(Third, Held(account, kind));
        Assert.Empty(first.Stored);
        Assert.Single(account.State.FindUser("svc")!.Keys);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_and_the_replaced_key_are_no_other_key_so_a_chain_of_rotations_runs(string kind)
    {
        await using TestAccount account = await StartAsync();
        string previous = account.State.FindUser("svc")!.Keys[0].AccessKeyId;
        for (int round = 0; round < 3; round++)
        {
            RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, Place(account, kind))).Results<RotatedAccessKey>());
            Assert.Equal((previous, rotated.AccessKeyId), (rotated.ReplacedAccessKeyId, Held(account, kind)));
            account.State.UpdateAccessKey("svc", previous, SandboxKeyStatus.Inactive);
            account.State.DeleteAccessKey("svc", previous);
            previous = rotated.AccessKeyId;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_new_key_of_an_interrupted_rotation_is_none_either_and_a_third_stops_its_end(string kind)
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.State.FindUser("svc")!.Keys[0];
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=dead to=First+{Place(account, kind).Kind}");
        SandboxAccessKey left = account.State.AddAccessKey("svc");
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        var first = new MemoryDestination("First");
        first.Stored["svc"] = new StoredKey(left.AccessKeyId, SecretText.Protect(left.SecretAccessKey));
        Put(account, kind, Third);
        var target = new KeyTarget("svc", old.AccessKeyId);

        KeyRotationException refused = Assert.Single((await RotateAsync(account, target, first, Place(account, kind))).Failures);
        Assert.Equal(("DestinationHoldsAnotherKey", "Active"), (refused.ErrorId, account.StatusOf(left.AccessKeyId)));
        Assert.Contains("run again with the same -Destination", refused.Message, StringComparison.Ordinal);
        Assert.Equal((Third, left.AccessKeyId), (Held(account, kind), first.Stored["svc"].AccessKeyId));

        Assert.Empty((await RotateAsync(account, target, first, Place(account, kind, overwrite: true))).Failures);
        Assert.Equal(left.AccessKeyId, Held(account, kind));
    }

    [Fact]
    public async Task Where_each_key_has_a_place_of_its_own_no_other_is_in_the_way()
    {
        await using TestAccount account = await StartAsync();
        string previous = account.State.FindUser("svc")!.Keys[0].AccessKeyId;

        // The id that stands for one that is not created yet when names are checked.
        account.State.CreateSecret(Region, "svc/" + NameTemplate.SomeAccessKeyId, $$"""{"AccessKeyId":"{{Third}}","SecretAccessKey":"not ours"}""");
        account.State.CreateSecret(Region, "svc/" + previous, $$"""{"AccessKeyId":"{{previous}}","SecretAccessKey":"old"}""");

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, account.Connection.SecretsManager(new NameTemplate("{UserName}/{AccessKeyId}"), kmsKeyId: null, overwrite: false))).Results<RotatedAccessKey>());

        Assert.NotNull(account.State.FindSecret(Region, "svc/" + rotated.AccessKeyId));
        Assert.Contains(previous, account.State.FindSecret(Region, "svc/" + previous)!.Versions.Single().SecretString, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 200);
        return account;
    }

    private static Task<RecordingReport> RotateAsync(TestAccount account, params IDestination[] destinations) => RotateAsync(account, new KeyTarget("svc"), destinations);

    private static Task<RecordingReport> RotateAsync(TestAccount account, KeyTarget target, params IDestination[] destinations) =>
        account.RotateAsync(target, new RotationOptions { Destinations = destinations });

    private IDestination Place(TestAccount account, string kind, bool overwrite = false) => kind switch
    {
        "SecretsManager" => account.Connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite),
        "ParameterStore" => account.Connection.ParameterStore(new NameTemplate("/{UserName}"), kmsKeyId: null, overwrite),
        "FormedSecret" => account.Connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite, report: null, new KeyForm { IdName = "id", SecretName = "secret", Path = "app.aws" }),
        "TwoSecrets" => account.Connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite, report: null, new KeyForm { Separate = true }),
        "TwoParameters" => account.Connection.ParameterStore(new NameTemplate("/{UserName}"), kmsKeyId: null, overwrite, report: null, new KeyForm { Separate = true }),
        "Json" => KeyFileDestination.Json(new NameTemplate(directory["{UserName}.json"]), new KeyForm { Path = "app.aws" }, overwrite),
        "Env" or "SmtpEnv" => KeyFileDestination.Environment(new NameTemplate(directory["{UserName}.env"]), kind == "Env" ? null : KeyForm.SesSmtp("eu-west-1"), overwrite),
        _ => new ProfileDestination(new NameTemplate("{UserName}"), directory["credentials"], overwrite),
    };

    private void Put(TestAccount account, string kind, string accessKeyId)
    {
        string text = $$"""{"AccessKeyId":"{{accessKeyId}}","SecretAccessKey":"not ours"}""";
        switch (kind)
        {
            case "SecretsManager":
                account.State.CreateSecret(Region, "svc", text);
                break;
            case "ParameterStore":
                account.State.PutParameter(Region, "/svc", text, "SecureString", "alias/theirs");
                break;
            case "FormedSecret":
                account.State.CreateSecret(Region, "svc", $$"""{"app":{"x":1,"aws":{"id":"{{accessKeyId}}","secret":"not ours"} } }""");
                break;
            case "TwoSecrets":
                account.State.CreateSecret(Region, "svc/id", accessKeyId);
                account.State.CreateSecret(Region, "svc/secret", "not ours");
                break;
            case "TwoParameters":
                account.State.PutParameter(Region, "/svc/id", accessKeyId, "SecureString", "alias/theirs");
                account.State.PutParameter(Region, "/svc/secret", "not ours", "SecureString", "alias/theirs");
                break;
            case "Json":
                directory.Put("svc.json", $$"""{ "app": { "x": [1e2], "aws": {"SecretAccessKey":"not ours", "AccessKeyId" : "{{accessKeyId}}"} } }""");
                break;
            case "Env":
                directory.Put("svc.env", $"A=1\nexport AWS_ACCESS_KEY_ID='{accessKeyId}'\r\nAWS_SECRET_ACCESS_KEY=\"not-ours\"\nB=2");
                break;
            case "SmtpEnv":
                directory.Put("svc.env", $"SMTP_USERNAME={accessKeyId}\nSMTP_PASSWORD=not-ours\n");
                break;
            default:
                directory.Put("credentials", $"[svc]\naws_access_key_id = {accessKeyId}\naws_secret_access_key = not ours\n");
                break;
        }
    }

    private string? Held(TestAccount account, string kind)
    {
        string? text = kind switch
        {
            "SecretsManager" or "FormedSecret" => account.State.Secrets(Region).Single().Versions.Single(version => version.Stages.Contains("AWSCURRENT")).SecretString,
            "ParameterStore" => account.State.Parameters(Region).Single().Value,
            "TwoSecrets" => account.State.FindSecret(Region, "svc/id")!.Staged("AWSCURRENT")!.SecretString,
            "TwoParameters" => account.State.Parameters(Region).Single(parameter => parameter.Name == "/svc/id").Value,
            "Json" => directory.Text("svc.json"),
            "Env" or "SmtpEnv" => directory.Text("svc.env"),
            _ => directory.Text("credentials"),
        };
        return System.Text.RegularExpressions.Regex.Match(text ?? string.Empty, "AKIA[A-Z0-9]{16}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
    }
}
