using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.Runtime.CredentialManagement;

namespace KeyRotation.Aws.Credentials;

/// <summary>The profile that a connection uses: the given one, else AWS_PROFILE's, else <c>default</c>.</summary>
internal sealed class ProfileChoice
{
    public ProfileChoice(ConnectionOptions options)
    {
        string? fromEnvironment = Environment.GetEnvironmentVariable("AWS_PROFILE");
        IsFromEnvironment = options.ProfileName is null && !string.IsNullOrWhiteSpace(fromEnvironment);
        Name = options.ProfileName ?? (IsFromEnvironment ? fromEnvironment!.Trim() : "default");
        GivenLocation = options.ProfileLocation;
        Location = options.ProfileLocation ?? "the shared credentials and config files";
        Store = new CredentialProfileStoreChain(options.ProfileLocation);
        Profile = Store.TryGetProfile(Name, out CredentialProfile profile) ? profile : null;
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
