using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Amazon.Runtime.CredentialManagement;

namespace KeyRotation.Aws.Settings;

/// <summary>The profile that a connection uses: the given one, else AWS_PROFILE's, else <c>default</c>.</summary>
internal sealed class ProfileChoice
{
    /// <exception cref="KeyRotationException">A file of profiles cannot be read.</exception>
    public ProfileChoice(ConnectionOptions options)
    {
        string? fromEnvironment = Environment.GetEnvironmentVariable("AWS_PROFILE");
        IsFromEnvironment = options.ProfileName is null && !string.IsNullOrWhiteSpace(fromEnvironment);
        Name = options.ProfileName ?? (IsFromEnvironment ? fromEnvironment!.Trim() : "default");
        // The SDK reads this variable once in a process; in a session it may be set at any time.
        string? fileOfEnvironment = Environment.GetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE");
        GivenLocation = options.ProfileLocation ?? (string.IsNullOrWhiteSpace(fileOfEnvironment) ? null : fileOfEnvironment);
        Location = GivenLocation ?? "the shared credentials and config files";
        Store = new CredentialProfileStoreChain(GivenLocation);
        try
        {
            Profile = Store.TryGetProfile(Name, out CredentialProfile profile) ? profile : null;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ConnectionFailures.ProfilesUnreadable(problem);
        }
    }

    public string Name { get; }

    public string Location { get; }

    public string? GivenLocation { get; }

    public bool IsFromEnvironment { get; }

    public CredentialProfileStoreChain Store { get; }

    public CredentialProfile? Profile { get; }

    public IReadOnlyCollection<string> KnownNames() =>
        Store.ListProfiles().Select(profile => profile.Name).Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToList();
}
