using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime.CredentialManagement;
using KeyRotation.Aws.Delivery;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;
using Xunit;

namespace KeyRotation.Aws.Tests.Delivery;

/// <summary>
/// Profiles of the .NET SDK's store. The store itself is there on Windows only: here a file stands in for it, by the
/// interface of the SDK that both have. What is not tried is the store's own encryption.
/// </summary>
public sealed class RegisteredProfileTests : IDisposable
{
    private const string OldId = "AKIAOLDOLDOLDOLDOLD1";
    private const string NewId = "AKIANEWNEWNEWNEWNEW2";
    private const string Third = "AKIATHIRDTHIRDTHIRD3";

    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("keyrotation-registered-");
    private readonly SharedCredentialsFile store;

    public RegisteredProfileTests()
    {
        store = new SharedCredentialsFile(Path.Combine(directory.FullName, "store"));
        Register("work", new CredentialProfileOptions { AccessKey = OldId, SecretKey = "old secret" });
    }

    private string CredentialsFile => Path.Combine(directory.FullName, "credentials");

    [Fact]
    public async Task A_registered_profile_gets_the_new_key_and_keeps_its_other_options_and_undone_is_as_it_was()
    {
        RegisteredProfileDestination destination = To("work");
        await destination.CheckAsync(Owner, OldId, CancellationToken.None);
        IDelivery delivery = destination.Begin(NewKey());

        await delivery.WriteAsync(CancellationToken.None);
        StoredKey stored = await delivery.ReadBackAsync(CancellationToken.None);
        Assert.Equal((NewId, "new secret"), (stored.AccessKeyId, SecretText.Reveal(stored.SecretAccessKey)));
        Assert.Equal((NewId, "new secret", "eu-central-1"), Work());
        Assert.NotNull(await destination.FindAsync(Owner, NewId, CancellationToken.None));
        Assert.Null(await destination.FindAsync(Owner, OldId, CancellationToken.None));

        await delivery.UndoAsync(CancellationToken.None);
        await delivery.UndoAsync(CancellationToken.None);
        Assert.Equal((OldId, "old secret", "eu-central-1"), Work());
        Assert.False(File.Exists(CredentialsFile));
    }

    [Fact]
    public async Task A_profile_that_is_not_registered_is_written_to_the_file()
    {
        RegisteredProfileDestination destination = To("new");
        await destination.CheckAsync(Owner, OldId, CancellationToken.None);
        await destination.Begin(NewKey()).WriteAsync(CancellationToken.None);

        Assert.Contains(NewId, await File.ReadAllTextAsync(CredentialsFile, CancellationToken.None), StringComparison.Ordinal);
        Assert.DoesNotContain(NewId, Stored(), StringComparison.Ordinal);
        Assert.NotNull(await destination.FindAsync(Owner, NewId, CancellationToken.None));
    }

    [Fact]
    public async Task A_profile_in_both_places_is_refused()
    {
        await File.WriteAllTextAsync(CredentialsFile, "[work]\nregion = x\n", CancellationToken.None);

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => To("work").CheckAsync(Owner, OldId, CancellationToken.None));
        Assert.Contains("-ProfileLocation", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_the_config_file_gives_credentials_is_in_both_places_too_and_one_that_it_gives_a_region_is_not()
    {
        string config = Path.Combine(directory.FullName, "config");
        await File.WriteAllTextAsync(config, "[profile work]\nregion = x\n", CancellationToken.None);
        await To("work").CheckAsync(Owner, OldId, CancellationToken.None);

        foreach (string setting in new[] { "role_arn = r", "credential_process = /bin/x", "aws_access_key_id = " + Third })
        {
            await File.WriteAllTextAsync(config, $"[profile work]\n{setting}\n", CancellationToken.None);
            await Assert.ThrowsAsync<DestinationException>(() => To("work").CheckAsync(Owner, OldId, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Only_a_profile_of_an_access_key_alone_is_written_to()
    {
        foreach (CredentialProfileOptions options in new[]
        {
            new CredentialProfileOptions { AccessKey = OldId, SecretKey = "s", Token = "t" },
            new CredentialProfileOptions { RoleArn = "arn:aws:iam::1:role/r", SourceProfile = "other" },
            new CredentialProfileOptions { CredentialProcess = "/bin/x" },
        })
        {
            Register("work", options);
            DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => To("work").CheckAsync(Owner, OldId, CancellationToken.None));
            Assert.Equal(FailureCategory.InvalidData, problem.Category);
        }
    }

    [Fact]
    public async Task Another_key_is_refused_and_written_over_only_when_asked()
    {
        Register("work", new CredentialProfileOptions { AccessKey = Third, SecretKey = "theirs" });

        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => To("work").CheckAsync(Owner, OldId, CancellationToken.None))).IsAnotherKeyThere);
        Assert.True((await Assert.ThrowsAsync<DestinationException>(() => To("work").Begin(NewKey()).WriteAsync(CancellationToken.None))).IsAnotherKeyThere);
        Assert.Contains(Third, Stored(), StringComparison.Ordinal);

        await To("work", overwrite: true).Begin(NewKey()).WriteAsync(CancellationToken.None);
        Assert.Contains(NewId, Stored(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_put_there_meanwhile_is_left_by_an_undo()
    {
        IDelivery delivery = To("work").Begin(NewKey());
        await delivery.WriteAsync(CancellationToken.None);
        Register("work", new CredentialProfileOptions { AccessKey = Third, SecretKey = "theirs" });

        DestinationException problem = await Assert.ThrowsAsync<DestinationException>(() => delivery.UndoAsync(CancellationToken.None));

        Assert.Equal(FailureCategory.ResourceBusy, problem.Category);
        Assert.Contains(Third, Stored(), StringComparison.Ordinal);
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static KeyToDeliver NewKey() => new(Owner, NewId, SecretText.Protect("new secret"), OldId);

    private RegisteredProfileDestination To(string name, bool overwrite = false) =>
        new(new NameTemplate(name), store, new ProfileDestination(new NameTemplate(name), CredentialsFile, configFile: Path.Combine(directory.FullName, "config")), overwrite);

    private void Register(string name, CredentialProfileOptions options)
    {
        store.UnregisterProfile(name);
        store.RegisterProfile(new CredentialProfile(name, options) { Region = Amazon.RegionEndpoint.EUCentral1 });
    }

    private (string Id, string Secret, string Region) Work()
    {
        Assert.True(store.TryGetProfile("work", out CredentialProfile profile));
        return (profile.Options.AccessKey, profile.Options.SecretKey, profile.Region.SystemName);
    }

    private string Stored() => File.ReadAllText(Path.Combine(directory.FullName, "store"));
}
