using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// A profile of a shared credentials file. Its two values are replaced and everything else of the file stays byte for
/// byte; other writers that use this class wait, and a change of theirs is never lost.
/// </summary>
public sealed class ProfileDestination : IDestination
{
    private readonly NameTemplate profileName;
    private readonly string path;
    private readonly string? configFile;
    private readonly bool overwrite;
    private readonly TimeProvider time;

    /// <summary>Names the profile.</summary>
    /// <param name="profileName">The profile's name.</param>
    /// <param name="path">The full path of the shared credentials file.</param>
    /// <param name="overwrite">Whether another key than the replaced one may be written over.</param>
    /// <param name="time">The clock by which to wait for other writers; the system's when not given.</param>
    /// <param name="configFile">The full path of the config file that AWS tools read beside it; null where none is.</param>
    public ProfileDestination(NameTemplate profileName, string path, bool overwrite = false, TimeProvider? time = null, string? configFile = null)
    {
        this.profileName = profileName ?? throw new ArgumentNullException(nameof(profileName));
        this.path = path ?? throw new ArgumentNullException(nameof(path));
        this.overwrite = overwrite;
        this.configFile = configFile;
        this.time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public string Kind => "Profile";

    /// <inheritdoc/>
    public string Place => Kind;

    /// <inheritdoc/>
    public Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string name = profileName.For(owner, NameTemplate.SomeAccessKeyId);
        CheckName(name);
        WritablePlace.Check(path);
        PlaceContent content = FileFailures.Guard("read", path, () =>
        {
            CredentialsFile file = CredentialsFile.Read(LinkTarget.Of(path));
            ProfileSection? section = ProfileSearch.Find(file.Text, name, path);
            var sources = ProfileSources.Of(name, file, section, path, configFile);
            sources.EnsureKeyIsRead();
            if (!overwrite && !profileName.NamesTheKey)
            {
                sources.EnsureReplaceable(replacedAccessKeyId, newAccessKeyId: null);
            }

            _ = file.Encode(name);
            return profileName.NamesTheKey ? PlaceContent.Unknown : KeyInPlace.ContentOf(section?.AccessKeyId, replacedAccessKeyId);
        });
        return Task.FromResult(content);
    }

    /// <inheritdoc/>
    public IDelivery Begin(KeyToDeliver key)
    {
        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        return new ProfileDelivery(path, configFile, profileName.For(key.Owner, key.AccessKeyId), key, overwrite, time);
    }

    /// <inheritdoc/>
    public Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StoredKey? stored = FileFailures.Guard("read", path, () => Read(path, profileName.For(owner, accessKeyId)));
        return Task.FromResult(stored?.AccessKeyId == accessKeyId ? stored : null);
    }

    /// <summary>Whether the file has the profile, with a key or without, or the config file beside it gives the profile credentials.</summary>
    /// <param name="owner">Whose key.</param>
    /// <exception cref="DestinationException">A file cannot be read, or is ambiguous.</exception>
    public bool HasProfile(KeyOwner owner) => FileFailures.Guard("read", path, () =>
    {
        string name = profileName.For(owner, NameTemplate.SomeAccessKeyId);
        CredentialsFile file = CredentialsFile.Read(LinkTarget.Of(path));
        ProfileSection? section = ProfileSearch.Find(file.Text, name, path);
        return section is not null || ProfileSources.Of(name, file, section, path, configFile).AreConfigured;
    });

    /// <summary>The key that a profile holds now; null when it holds none.</summary>
    internal static StoredKey? Read(string path, string name)
    {
        ProfileSection? section = ProfileSearch.Find(CredentialsFile.Read(LinkTarget.Of(path)).Text, name, path);
        return section is { AccessKeyId: string id, SecretAccessKey: string secret } ? new StoredKey(id, SecretText.Protect(secret)) : null;
    }

    private static void CheckName(string name)
    {
        string? problem =
            name.Trim().Length == 0 ? "is empty"
            : name.Trim() != name ? "begins or ends with a blank"
            : name.Any(char.IsControl) || name.IndexOfAny(['[', ']', '\u2028', '\u2029']) >= 0 ? "has a bracket, a line break or a control character"
            : name.StartsWith("profile ", StringComparison.Ordinal) ? "begins with 'profile ', which is how the config file and not the credentials file names profiles"
            : null;
        if (problem is not null)
        {
            string shown = new(name.Select(character => char.IsControl(character) ? '?' : character).ToArray());
            throw new DestinationException(FailureCategory.InvalidArgument, $"The profile name '{shown}' {problem}. Choose another name.");
        }
    }
}
