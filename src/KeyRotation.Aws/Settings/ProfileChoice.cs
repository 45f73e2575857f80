using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Settings;
using KeyRotation.Profiles;

namespace KeyRotation.Aws.Settings;

/// <summary>
/// The profile that a connection uses: the given one, else AWS_PROFILE's, else <c>default</c>. The files are read as the AWS
/// CLI reads them, when somebody asks for what they say.
/// </summary>
internal sealed class ProfileChoice
{
    private readonly Lazy<SharedFile> credentials;
    private readonly Lazy<SharedFile> config;
    private readonly Lazy<CaBundle?> trusted;
    private readonly NetSDKCredentialsFile? registered;

    public ProfileChoice(ConnectionOptions options)
    {
        string? fromEnvironment = SetVariable.Of("AWS_PROFILE");
        IsFromEnvironment = options.ProfileName is null && fromEnvironment is not null;
        Name = options.ProfileName ?? fromEnvironment ?? "default";

        string credentialsFile = options.ProfileLocation ?? SharedFilePaths.Credentials;
        string configFile = SharedFilePaths.ConfigWith(options.ProfileLocation);
        Location = $"{credentialsFile} and {configFile}";
        credentials = new Lazy<SharedFile>(() => Readable(() => SharedFile.OfCredentials(credentialsFile)));
        config = new Lazy<SharedFile>(() => Readable(() => SharedFile.OfConfig(configFile)));
        trusted = new Lazy<CaBundle?>(() => (SetVariable.Of("AWS_CA_BUNDLE") ?? ForSettings()?["ca_bundle"]) is string path ? CaBundle.Read(SharedFilePaths.InHome(path)) : null);

        // As the SDK's own search does: there is such a store on Windows only, and for users with a profile of Windows.
        registered = options.ProfileLocation is null && UserCrypto.IsUserCryptAvailable ? new NetSDKCredentialsFile() : null;
    }

    public string Name { get; }

    /// <summary>Where the profile is looked for, for messages.</summary>
    public string Location { get; }

    public bool IsFromEnvironment { get; }

    /// <summary>
    /// The certificates to trust beside the machine's own; null where no file of them is named. They are decoded once for all
    /// accounts that the choice leads to: a bundle of a whole system has some 150, which take longer than a call.
    /// </summary>
    /// <exception cref="KeyRotationException">The file cannot be read, or has no certificates.</exception>
    public CaBundle? Trusted => trusted.Value;

    /// <summary>The profile; null where no file has it.</summary>
    /// <exception cref="KeyRotationException">A file, or the profile's section in it, cannot be read.</exception>
    public FoundProfile? Profile => Find(Name);

    /// <summary>
    /// The profile as far as regions and endpoints go: a credentials file that cannot be read does not stop those whose
    /// credentials come from elsewhere.
    /// </summary>
    /// <exception cref="KeyRotationException">The config file, or the profile's section in it, cannot be read.</exception>
    public FoundProfile? ForSettings()
    {
        try
        {
            return Profile;
        }
        catch (KeyRotationException)
        {
            return Readable(() => FoundProfile.Of(Name, inCredentials: null, config.Value.Profile(Name)));
        }
    }

    /// <summary>A profile by its name; null where no file has it.</summary>
    /// <exception cref="KeyRotationException">A file, or the profile's section in it, cannot be read.</exception>
    public FoundProfile? Find(string name) => Readable(() =>
    {
        if (registered is not null && registered.TryGetProfile(name, out CredentialProfile profile))
        {
            return FoundProfile.Of(profile);
        }

        SharedSection? inCredentials = credentials.Value.Profile(name);
        SharedSection? inConfig = config.Value.Profile(name);
        return (inCredentials ?? inConfig) is null ? null : FoundProfile.Of(name, inCredentials, inConfig);
    });

    /// <summary>A section of the config file that is no profile, as <c>[sso-session name]</c>; null where there is none.</summary>
    public SharedSection? Section(string kind, string name) => config.Value.Section(kind, name);

    public IReadOnlyCollection<string> KnownNames() => credentials.Value.ProfileNames
        .Concat(config.Value.ProfileNames)
        .Concat(registered?.ListProfileNames() ?? [])
        .Distinct(StringComparer.Ordinal)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToList();

    private static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is SharedFileException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ConnectionFailures.ProfilesUnreadable(problem);
        }
    }
}
