using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Forms;
using KeyRotation.Passes;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Steps;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>What is written of a key is the application's choice, and is recognised by that choice alone.</summary>
public sealed class KeyFormTests
{
    private const string Region = "us-east-1";
    private const string Third = "AKIATHIRDTHIRDTHIRD3";

    private static readonly KeyForm Nested = new()
    {
        IdName = "aws_access_key_id",
        SecretName = "aws_secret_access_key",
        Path = "app.aws",
        Members = new OrderedDictionary { ["user"] = "{UserName}", ["account"] = "{AccountId}", ["region"] = "eu-central-1", ["rotatedAt"] = "{RotatedAt}" },
    };

    public static TheoryData<string> Kinds => ["SecretsManager", "ParameterStore"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_key_gets_its_names_its_place_and_what_is_beside_it_and_everything_else_is_kept(string kind)
    {
        await using TestAccount account = await StartAsync();
        Put(account, kind, """{"db":{"host":"h","port":5432},"app":{"name":"billing","tags":["a",null,1.50]}}""");

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, Place(account, kind, Nested))).Results<RotatedAccessKey>());

        JsonNode document = JsonNode.Parse(Held(account, kind)!)!;
        JsonNode aws = document["app"]!["aws"]!;
        Assert.Equal("""{"host":"h","port":5432}""", document["db"]!.ToJsonString());
        Assert.Equal("""["a",null,1.50]""", document["app"]!["tags"]!.ToJsonString());
        Assert.Equal(["aws_access_key_id", "aws_secret_access_key", "user", "account", "region", "rotatedAt"], aws.AsObject().Select(member => member.Key));
        Assert.Equal((rotated.AccessKeyId, "svc", account.Session.AccountId, "eu-central-1"), ((string)aws["aws_access_key_id"]!, (string)aws["user"]!, (string)aws["account"]!, (string)aws["region"]!));
        Assert.Equal(SecretText.Reveal(rotated.SecretAccessKey), (string)aws["aws_secret_access_key"]!);
        Assert.Matches("^2026-03-0[0-9]T[0-9:]{8}Z$", (string)aws["rotatedAt"]!);
        Assert.Null(document["AccessKeyId"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_written_in_a_form_is_replaced_undone_found_and_protected_in_it(string kind)
    {
        await using TestAccount account = await StartAsync();
        string old = account.State.FindUser("svc")!.Keys[0].AccessKeyId;
        string before = $$"""{ "app" : { "aws" : { "aws_secret_access_key" : "old\/secret", "aws_access_key_id" : "{{old}}" } }, "x" : 1e2 }""";
        Put(account, kind, before);
        IDestination place = Place(account, kind, Nested);
        Assert.NotNull(await place.FindAsync(new KeyOwner(account.Session.AccountId, "svc"), old, TestContext.Current.CancellationToken));

        Assert.Equal("DestinationFailed", Assert.Single((await RotateAsync(account, place, new MemoryDestination("Full") { FailAt = "write" })).Failures).ErrorId);
        Assert.Equal(before, Held(account, kind));

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, place)).Results<RotatedAccessKey>());
        Assert.Equal(rotated.AccessKeyId, (string?)JsonNode.Parse(Held(account, kind)!)!["app"]!["aws"]!["aws_access_key_id"]);
        Assert.Null(await Place(account, kind, new KeyForm()).FindAsync(new KeyOwner(account.Session.AccountId, "svc"), rotated.AccessKeyId, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("SecretsManager", """{"app":{"aws":{"aws_access_key_id":"ID","aws_secret_access_key":"theirs"}}}""", "DestinationHoldsAnotherKey")]
    [InlineData("ParameterStore", """{"app":{"aws":{"aws_access_key_id":"ID","aws_secret_access_key":"theirs"}}}""", "DestinationHoldsAnotherKey")]
    [InlineData("SecretsManager", """{"app":{"aws":{"AccessKeyId":"ID","SecretAccessKey":"theirs"}}}""", "DestinationRefused")]
    [InlineData("SecretsManager", """{"app":{"aws":{"aws_access_key_id":"ID"}}}""", "DestinationRefused")]
    [InlineData("SecretsManager", """{"app":{"aws":{"aws_access_key_id":"ID","aws_secret_access_key":null}}}""", "DestinationRefused")]
    [InlineData("SecretsManager", """{"app":"theirs"}""", "DestinationRefused")]
    [InlineData("SecretsManager", """{"app":{"aws":["theirs"]}}""", "DestinationRefused")]
    [InlineData("SecretsManager", """{"app":{},"app":{"theirs":1}}""", "DestinationRefused")]
    [InlineData("ParameterStore", """["theirs"]""", "DestinationRefused")]
    [InlineData("ParameterStore", "theirs", "DestinationRefused")]
    public async Task What_is_not_the_key_in_its_form_is_not_written_over_and_not_quoted(string kind, string text, string errorId)
    {
        await using TestAccount account = await StartAsync();
        string there = text.Replace("ID", Third, StringComparison.Ordinal);
        Put(account, kind, there);

        KeyRotationException refused = Assert.Single((await RotateAsync(account, Place(account, kind, Nested))).Failures);

        Assert.Equal(errorId, refused.ErrorId);
        Assert.DoesNotContain("theirs", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(account.Changes());
        Assert.Equal(there, Held(account, kind));
    }

    /// <summary>Computed by Python's hmac and base64, from the sample of the Amazon SES Developer Guide.</summary>
    [Theory]
    [InlineData("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "BOntiZFm/r+5s3psZ/RpsjB+aSGsj2J0rXdiLuO0cQL7")]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1", "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9")]
    [InlineData("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "eu-central-1", "BF0/eIJm0ruTHsSjOkRuOGzGF+zeSyE3aiRzrzUQ8LwG")]
    [InlineData("new/Secret+newSecretnewSecretnewSecret0=", "eu-west-1", "BEo3bPYjZb0upxcjn3qq4JkXPZ6bB6MOixMyE32aW7mI")]
    public void An_SMTP_password_is_the_one_that_AWS_documents(string secret, string region, string password)
    {
        Assert.Equal(password, SesSmtpPassword.Of(secret, region));
        Assert.True(SesSmtpPassword.IsOne(password));
        Assert.False(SesSmtpPassword.IsOne(secret));
        Assert.False(SesSmtpPassword.IsOne("C" + password[1..]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SMTP_credentials_are_written_without_the_secret_read_back_and_found(string kind)
    {
        await using TestAccount account = await StartAsync();
        IDestination place = Place(account, kind, KeyForm.SesSmtp("eu-west-1"));

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account, place)).Results<RotatedAccessKey>());

        string held = Held(account, kind)!;
        JsonNode document = JsonNode.Parse(held)!;
        string secret = SecretText.Reveal(rotated.SecretAccessKey);
        Assert.Equal((rotated.AccessKeyId, SesSmtpPassword.Of(secret, "eu-west-1")), ((string)document["SmtpUsername"]!, (string)document["SmtpPassword"]!));
        Assert.DoesNotContain(secret, document.ToString(), StringComparison.Ordinal);
        StoredKey? found = await place.FindAsync(new KeyOwner(account.Session.AccountId, "svc"), rotated.AccessKeyId, TestContext.Current.CancellationToken);
        Assert.False(found!.HasSecret);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_password_that_arrived_before_a_crash_is_recorded_and_is_no_secret_for_other_destinations(bool holdsSecret)
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.State.FindUser("svc")!.Keys[0];
        account.State.SetTag("svc", "keyrotation:pending", $"rotate {old.AccessKeyId} at=2026-03-02T09:00:00Z token=dead to=First+SecretsManager");
        SandboxAccessKey left = account.State.AddAccessKey("svc");
        account.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        Put(account, "SecretsManager", $$"""{"SmtpUsername":"{{left.AccessKeyId}}","SmtpPassword":"{{SesSmtpPassword.Of(left.SecretAccessKey, "eu-west-1")}}" }""");
        var first = new MemoryDestination("First");
        if (holdsSecret)
        {
            first.Stored["svc"] = new StoredKey(left.AccessKeyId, SecretText.Protect(left.SecretAccessKey));
        }

        RecordingReport report = await account.RotateAsync(
            new KeyTarget("svc", old.AccessKeyId), new RotationOptions { Destinations = [first, Place(account, "SecretsManager", KeyForm.SesSmtp("eu-west-1"))] });

        Assert.Equal(holdsSecret ? [] : ["SecretLost"], report.Failures.Select(failure => failure.ErrorId));
        Assert.Equal("Active", account.StatusOf(left.AccessKeyId));
        Assert.Equal(!holdsSecret, account.TagsOf("svc").ContainsKey("keyrotation:pending"));
    }

    [Fact]
    public async Task A_key_that_goes_where_an_SMTP_password_lies_is_warned_of_before_it_is_created()
    {
        await using TestAccount account = await StartAsync();
        string old = account.State.FindUser("svc")!.Keys[0].AccessKeyId;
        Put(account, "SecretsManager", $$"""{"AccessKeyId":"{{old}}","SecretAccessKey":"old","mail":{"password":"BEo3bPYjZb0upxcjn3qq4JkXPZ6bB6MOixMyE32aW7mI"} }""");
        var told = new RecordingReport();

        await RotateAsync(account, account.Connection.SecretsManager(new NameTemplate("svc"), kmsKeyId: null, overwrite: false, told));

        string warning = Assert.Single(told.Warnings);
        Assert.Contains("SMTP password", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("BEo3", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ses", null, true)]
    [InlineData("ses", "eu-west-1", false)]
    [InlineData("s3", null, false)]
    public async Task A_key_that_was_last_used_by_SES_is_warned_of_where_no_password_is_delivered(string service, string? smtpRegion, bool isWarned)
    {
        await using TestAccount account = await StartAsync();
        SandboxAccessKey old = account.State.FindUser("svc")!.Keys[0];
        account.State.RecordUse(old.AccessKeyId, service, "eu-west-1");
        var report = new RecordingReport();
        IDestination place = Place(account, "SecretsManager", new KeyForm { SmtpRegion = smtpRegion });
        var uses = new Dictionary<string, EvidenceOfUse>(StringComparer.Ordinal) { [old.AccessKeyId] = EvidenceOfUse.Used(DateTimeOffset.UnixEpoch, service, "eu-west-1") };

        await account.RunAsync(
            session => AccountPass.CreateRotationRules(session, new RotationOptions { Destinations = [place] }, report),
            report,
            [new KeyTarget("svc")],
            TestContext.Current.CancellationToken,
            new StepRunnerOptions { SeenUses = uses });

        Assert.Equal(isWarned, report.Warnings.Any(warning => warning.Contains("SES", StringComparison.Ordinal)));
        Assert.Equal(0, account.Server.Calls.Count("GetAccessKeyLastUsed"));
    }

    [Theory]
    [InlineData("app..aws", null, null, null, "empty part")]
    [InlineData(null, "same", "same", null, "two things")]
    [InlineData(null, "user", null, null, "two things")]
    [InlineData(null, null, null, "Frankfurt", "not the name of a region")]
    [InlineData(null, null, null, "", "not the name of a region")]
    public void A_form_that_could_not_be_read_back_is_refused(string? path, string? id, string? secret, string? region, string problem)
    {
        var form = new KeyForm { Path = path, IdName = id, SecretName = secret, SmtpRegion = region, Members = new OrderedDictionary { ["user"] = "x" } };

        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => Destination.SecretsManager("x").WithForm(form)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_placeholder_that_is_not_known_and_a_kind_with_a_form_of_its_own_are_refused()
    {
        Assert.Contains("{Region}", Assert.Throws<ArgumentException>(() => Destination.SecretsManager("x").WithForm(new KeyForm { Members = new OrderedDictionary { ["r"] = "{Region}" } })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Destination.Vault().WithForm(new KeyForm()));
        Assert.Equal(("mine", "x"), (Destination.SecretsManager("x", "mine").WithForm(new KeyForm()).KmsKeyId, Destination.SecretsManager("x").WithForm(Nested).Name));
    }

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 200);
        return account;
    }

    private static Task<RecordingReport> RotateAsync(TestAccount account, params IDestination[] destinations) =>
        account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = destinations });

    private static IDestination Place(TestAccount account, string kind, KeyForm form) => kind == "SecretsManager"
        ? account.Connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite: false, report: null, form)
        : account.Connection.ParameterStore(new NameTemplate("/{UserName}"), kmsKeyId: null, overwrite: false, report: null, form);

    private static void Put(TestAccount account, string kind, string text) =>
        _ = kind == "SecretsManager" ? account.State.CreateSecret(Region, "svc", text).Name : account.State.PutParameter(Region, "/svc", text).Name;

    private static string? Held(TestAccount account, string kind) => kind == "SecretsManager"
        ? account.State.Secrets(Region).Single().Staged("AWSCURRENT")!.SecretString
        : account.State.Parameters(Region).Single().Value;
}
