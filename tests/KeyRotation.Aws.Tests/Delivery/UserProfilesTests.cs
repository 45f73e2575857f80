using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Delivery;
using KeyRotation.Aws.Tests.Support;
using KeyRotation.Delivery;
using Xunit;

namespace KeyRotation.Aws.Tests.Delivery;

/// <summary>Which config file is asked what a profile of a credentials file is.</summary>
[Collection(Surroundings.Name)]
public sealed class UserProfilesTests : IDisposable
{
    private const string Role = "[profile work]\nrole_arn = r\nsource_profile = other\n";

    private static readonly KeyOwner Owner = new("123456789012", "svc");

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("keyrotation-profiles-");

    [Fact]
    public async Task For_the_usual_credentials_file_it_is_the_usual_config_file_given_by_name_or_not()
    {
        using ChangedSurroundings surroundings = new ChangedSurroundings().Profiles(Role);

        await RefusedAsync(givenFile: null, Workstation.Current.ConfigFile);
        await RefusedAsync(Workstation.Current.CredentialsFile, Workstation.Current.ConfigFile);
    }

    [Fact]
    public async Task For_another_credentials_file_it_is_the_one_beside_it()
    {
        using ChangedSurroundings surroundings = new ChangedSurroundings().Profiles(Role);
        string other = Path.Combine(directory.FullName, "credentials");
        await UserProfiles.Destination(new NameTemplate("work"), other, Path.GetFullPath, overwrite: false).CheckAsync(Owner, "AKIAOLDOLDOLDOLDOLD1", CancellationToken.None);

        string beside = Path.Combine(directory.FullName, "config");
        await File.WriteAllTextAsync(beside, Role, CancellationToken.None);

        await RefusedAsync(other, beside);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("~/.aws/config")]
    public async Task Where_the_environment_names_none_it_is_in_the_users_home(string? named)
    {
        Directory.CreateDirectory(Path.Combine(directory.FullName, ".aws"));
        string config = Path.Combine(directory.FullName, ".aws", "config");
        await File.WriteAllTextAsync(config, Role, CancellationToken.None);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not take the home from the environment.");
        using var surroundings = new ChangedSurroundings(("HOME", directory.FullName), ("AWS_CONFIG_FILE", named));

        await RefusedAsync(givenFile: null, config);
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static async Task RefusedAsync(string? givenFile, string configFile)
    {
        IDestination destination = UserProfiles.Destination(new NameTemplate("work"), givenFile, Path.GetFullPath, overwrite: false);

        DestinationException refused = await Assert.ThrowsAsync<DestinationException>(() => destination.CheckAsync(Owner, "AKIAOLDOLDOLDOLDOLD1", CancellationToken.None));

        Assert.Contains($"[profile work] in {configFile} gets its credentials by role_arn", refused.Message, StringComparison.Ordinal);
    }
}
