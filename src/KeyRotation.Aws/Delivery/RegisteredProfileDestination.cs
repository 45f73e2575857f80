using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using KeyRotation.Delivery;
using KeyRotation.Delivery.Files;

namespace KeyRotation.Aws.Delivery;

/// <summary>
/// A profile that is registered in a store of the .NET SDK: its two keys are replaced there, its other options kept. A
/// profile that is not registered there is left to the credentials file.
/// </summary>
internal sealed class RegisteredProfileDestination : IDestination
{
    private readonly NameTemplate profileName;
    private readonly ICredentialProfileStore store;
    private readonly ProfileDestination file;
    private readonly bool overwrite;

    /// <summary>The store is read and written as a whole: one at a time.</summary>
    private readonly object oneAtATime = new();

    public RegisteredProfileDestination(NameTemplate profileName, ICredentialProfileStore store, ProfileDestination file, bool overwrite)
    {
        this.profileName = profileName;
        this.store = store;
        this.file = file;
        this.overwrite = overwrite;
    }

    public string Kind => file.Kind;

    public string Place => Kind;

    public Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string name = profileName.For(owner, NameTemplate.SomeAccessKeyId);
        if (Find(name) is not CredentialProfile profile)
        {
            return file.CheckAsync(owner, replacedAccessKeyId, cancellationToken);
        }

        if (file.HasProfile(owner))
        {
            throw new DestinationException(
                FailureCategory.InvalidData,
                $"{Where(name)} is in the credentials file or the config file as well: .NET reads the one, other AWS tools the other. Remove one of them, or name the file with -ProfileLocation.");
        }

        EnsureReplaceable(profile, replacedAccessKeyId, newAccessKeyId: null);
        return Task.FromResult(KeyInPlace.ContentOf(KeyOf(profile)?.AccessKeyId, replacedAccessKeyId));
    }

    public IDelivery Begin(KeyToDeliver key)
    {
        string name = profileName.For(key.Owner, key.AccessKeyId);
        return Find(name) is null ? file.Begin(key) : new RegisteredProfileDelivery(this, name, key);
    }

    public Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(profileName.For(owner, accessKeyId)) is not CredentialProfile profile)
        {
            return file.FindAsync(owner, accessKeyId, cancellationToken);
        }

        StoredKey? stored = KeyOf(profile);
        return Task.FromResult(stored?.AccessKeyId == accessKeyId ? stored : null);
    }

    internal static string Where(string name) => $"The profile '{name}' of the .NET SDK's store";

    internal static StoredKey? KeyOf(CredentialProfile? profile) => profile?.Options is { AccessKey.Length: > 0, SecretKey.Length: > 0 } options
        ? new StoredKey(options.AccessKey, SecretText.Protect(options.SecretKey))
        : null;

    internal CredentialProfile? Find(string name) => Guarded(name, () => store.TryGetProfile(name, out CredentialProfile profile) ? profile : null);

    /// <summary>Changes a profile's keys; the profile must be there.</summary>
    internal void Change(string name, Action<CredentialProfile> change) => Guarded(name, () =>
    {
        if (!store.TryGetProfile(name, out CredentialProfile profile))
        {
            throw new DestinationException(FailureCategory.ObjectNotFound, $"{Where(name)} is gone. Find out whether it was removed on purpose, then run again.");
        }

        change(profile);
        store.RegisterProfile(profile);
        return profile;
    });

    internal void EnsureReplaceable(CredentialProfile profile, string replacedAccessKeyId, string? newAccessKeyId)
    {
        CredentialProfileOptions options = profile.Options;
        string?[] others =
        [
            options.Token, options.RoleArn, options.EndpointName, options.UserIdentity, options.SourceProfile, options.CredentialSource,
            options.CredentialProcess, options.WebIdentityTokenFile, options.SsoSession, options.SsoStartUrl, options.LoginSession,
        ];
        if (KeyOf(profile) is not StoredKey stored || Array.Exists(others, other => !string.IsNullOrEmpty(other)))
        {
            throw new DestinationException(
                FailureCategory.InvalidData,
                $"{Where(profile.Name)} is not one of an access key alone: it has a session token, a role or another source of credentials. Choose another profile.");
        }

        if (!overwrite)
        {
            KeyInPlace.EnsureReplaceable(Where(profile.Name), stored.AccessKeyId, replacedAccessKeyId, newAccessKeyId);
        }
    }

    private T Guarded<T>(string name, Func<T> work)
    {
        try
        {
            lock (oneAtATime)
            {
                return work();
            }
        }
        catch (Exception problem) when (problem is AmazonClientException or IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new DestinationException(FailureCategory.NotSpecified, $"{Where(name)} cannot be read or changed: {ForeignText.Clean(problem.Message)} Remove the cause, then run again.", ForeignText.Keep(problem));
        }
    }
}
