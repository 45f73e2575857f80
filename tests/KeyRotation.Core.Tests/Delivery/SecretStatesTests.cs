using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws;
using KeyRotation.Delivery;
using KeyRotation.Rotation;
using KeyRotation.Sandbox;
using KeyRotation.Tests.Support;
using Xunit;

namespace KeyRotation.Tests.Delivery;

/// <summary>Secrets as other tools leave them: without a value, as a replica, with a rotation of their own.</summary>
public sealed class SecretStatesTests
{
    private const string Region = "us-east-1";

    private readonly RecordingReport told = new();

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData(" { } ")]
    public async Task A_secret_without_a_value_is_written_and_keeps_what_it_is(string? text)
    {
        await using TestAccount account = await StartAsync();
        SandboxSecret before = account.State.CreateSecret(Region, "svc", text);

        RotatedAccessKey rotated = Assert.Single((await RotateAsync(account)).Results<RotatedAccessKey>());

        SandboxSecret secret = Assert.Single(account.State.Secrets(Region));
        Assert.Equal(before.Arn, secret.Arn);
        Assert.Contains(rotated.AccessKeyId, secret.Staged("AWSCURRENT")!.SecretString, StringComparison.Ordinal);
        Assert.Empty(told.Warnings);
    }

    [Fact]
    public async Task A_secret_without_a_value_holds_an_empty_object_when_it_is_undone_and_that_is_said()
    {
        await using TestAccount account = await StartAsync();
        account.State.CreateSecret(Region, "svc");

        RecordingReport failed = await RotateAsync(account, new MemoryDestination("Last") { FailAt = "write" });

        Assert.Equal("DestinationFailed", Assert.Single(failed.Failures).ErrorId);
        SandboxSecret secret = Assert.Single(account.State.Secrets(Region));
        Assert.Equal(("{}", null), (secret.Staged("AWSCURRENT")!.SecretString, secret.Staged("AWSPREVIOUS")));
        Assert.Contains("empty", Assert.Single(told.Warnings), StringComparison.Ordinal);
        Assert.Single(account.State.FindUser("svc")!.Keys);

        Assert.Empty((await RotateAsync(account)).Failures);
    }

    [Fact]
    public async Task A_secret_without_a_value_into_which_nothing_came_stays_without()
    {
        await using TestAccount account = await StartAsync();
        account.State.CreateSecret(Region, "svc");
        account.Server.Faults.Order(new Fault { Operation = "PutSecretValue", Kind = FaultKind.Error, ErrorCode = "InvalidParameterException" });

        Assert.Equal("DestinationFailed", Assert.Single((await RotateAsync(account)).Failures).ErrorId);

        Assert.Empty(Assert.Single(account.State.Secrets(Region)).Versions);
        Assert.Empty(told.Warnings);
    }

    [Theory]
    [InlineData("SecretsManager", """{"AccessKeyId":"ID","SecretAccessKey":"s","region":"eu-west-1","region":"us-east-1"}""")]
    [InlineData("SecretsManager", """{"AccessKeyId":"ID","SecretAccessKey":"s","AccessKeyId":"ID"}""")]
    [InlineData("SecretsManager", """{"AccessKeyId":"ID","SecretAccessKey":"s","more":[{"a":1,"a":2}]}""")]
    [InlineData("ParameterStore", """{"AccessKeyId":"ID","SecretAccessKey":"s","region":"eu-west-1","region":"us-east-1"}""")]
    public async Task A_document_with_a_member_twice_is_refused_before_a_key_is_created(string kind, string text)
    {
        await using TestAccount account = await StartAsync();
        string document = text.Replace("ID", account.State.FindUser("svc")!.Keys.Single().AccessKeyId, StringComparison.Ordinal);
        account.State.CreateSecret(Region, "svc", document);
        account.State.PutParameter(Region, "/svc", document);
        account.Server.Calls.Clear();
        IDestination destination = kind == "SecretsManager"
            ? account.Connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite: false)
            : account.Connection.ParameterStore(new NameTemplate("/{UserName}"), kmsKeyId: null, overwrite: false);

        RecordingReport report = await account.RotateAsync(new KeyTarget("svc"), new RotationOptions { Destinations = [destination] });

        Assert.Equal("DestinationRefused", Assert.Single(report.Failures).ErrorId);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task A_name_in_other_letters_is_the_same_user_and_the_same_secret()
    {
        await using TestAccount account = await StartAsync();
        IDestination destination = account.Connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite: false);

        RotatedAccessKey rotated = (await account.RotateAsync(new KeyTarget("SVC"), new RotationOptions { Destinations = [destination] })).Results<RotatedAccessKey>().Single();

        Assert.Equal("svc", rotated.UserName);
        Assert.Equal("svc", Assert.Single(account.State.Secrets(Region)).Name);
    }

    [Fact]
    public async Task A_replica_is_refused_before_a_key_is_created()
    {
        await using TestAccount account = await StartAsync();
        account.State.CreateSecret(Region, "svc", Key("AKIAOLDOLDOLDOLDOLD1"));
        account.State.SetSecretReplica(Region, "svc", "eu-west-1");

        KeyRotationException refused = Assert.Single((await RotateAsync(account)).Failures);

        Assert.Equal(("DestinationRefused", FailureCategory.InvalidOperation), (refused.ErrorId, refused.Category));
        Assert.Contains("-Region eu-west-1", refused.Message, StringComparison.Ordinal);
        Assert.Empty(account.Changes());
    }

    [Fact]
    public async Task The_primary_of_replicas_is_written()
    {
        await using TestAccount account = await StartAsync();
        account.State.CreateSecret(Region, "svc");
        account.State.SetSecretReplica(Region, "svc", Region);

        Assert.Empty((await RotateAsync(account)).Failures);
    }

    [Fact]
    public async Task A_secret_with_a_rotation_of_its_own_is_written_with_one_warning()
    {
        await using TestAccount account = await StartAsync();
        account.State.CreateSecret(Region, "svc");
        account.State.SetSecretRotation(Region, "svc", "arn:aws:lambda:us-east-1:123456789012:function:rotates-it");

        Assert.Single((await RotateAsync(account)).Results<RotatedAccessKey>());

        string warning = Assert.Single(told.Warnings);
        Assert.Contains("function:rotates-it", warning, StringComparison.Ordinal);
        Assert.Contains("cancel-rotate-secret", warning, StringComparison.Ordinal);
    }

    private static string Key(string id) => $$"""{"AccessKeyId":"{{id}}","SecretAccessKey":"not ours"}""";

    private static async Task<TestAccount> StartAsync()
    {
        TestAccount account = await TestAccount.StartAsync(new SandboxOptions { Propagation = TimeSpan.Zero });
        account.UserWithKey("svc", 200);
        return account;
    }

    /// <summary>Rotates with a connection that tells its warnings.</summary>
    private async Task<RecordingReport> RotateAsync(TestAccount account, params IDestination[] others)
    {
        using AwsConnection connection = await account.OpenAsync(told);
        account.Server.Calls.Clear();
        return await account.RotateAsync(
            new KeyTarget("svc", account.State.FindUser("svc")!.Keys.OrderByDescending(key => key.CreateDate).First().AccessKeyId),
            new RotationOptions { Destinations = [connection.SecretsManager(new NameTemplate("{UserName}"), kmsKeyId: null, overwrite: false), .. others] },
            cancellationToken: CancellationToken.None);
    }
}
