using System;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>The delivery of one key to one profile.</summary>
internal sealed class ProfileDelivery : IDelivery
{
    /// <summary>How often a change is made anew when a program that knows no lock changes the file at the same time.</summary>
    private const int MostAttempts = 10;

    private readonly string path;
    private readonly string? configFile;
    private readonly string profileName;
    private readonly KeyToDeliver key;
    private readonly bool overwrite;
    private readonly TimeProvider time;
    private readonly PrivateDirectories directories = new();
    private FormerProfile? former;

    public ProfileDelivery(string path, string? configFile, string profileName, KeyToDeliver key, bool overwrite, TimeProvider time)
    {
        this.path = path;
        this.configFile = configFile;
        this.profileName = profileName;
        this.key = key;
        this.overwrite = overwrite;
        this.time = time;
    }

    public string Receipt => ProfileSearch.Where(profileName, path);

    public Task WriteAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("write", path, async () =>
    {
        WritablePlace.CheckPath(path);
        try
        {
            string target = LinkTarget.Of(path);
            directories.Make(System.IO.Path.GetDirectoryName(target)!);
            await ChangeAsync(target, TryWrite, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            directories.Remove();
            throw;
        }
    });

    public Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StoredKey? stored = FileFailures.Guard("read", path, () => ProfileDestination.Read(path, profileName));
        return stored is null ? throw FileFailures.ChangedMeanwhile(Receipt) : Task.FromResult(stored);
    }

    public Task UndoAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("restore", path, async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        string target = LinkTarget.Of(path);
        if (former is not null && CanHoldTheFile(target))
        {
            await ChangeAsync(target, file => TryUndo(file, former), cancellationToken).ConfigureAwait(false);
        }

        directories.Remove();
    });

    private async Task ChangeAsync(string target, Func<CredentialsFile, bool> tryChange, CancellationToken cancellationToken)
    {
        using FileLock held = await FileLock.AcquireAsync(target, time, cancellationToken).ConfigureAwait(false);
        PrivateFile.DeleteLeftovers(target);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (tryChange(CredentialsFile.Read(target)))
            {
                return;
            }
        }

        throw FileFailures.AlwaysChanging(path);
    }

    private bool TryWrite(CredentialsFile file)
    {
        ProfileSection? section = ProfileSearch.Find(file.Text, profileName, path);
        var sources = ProfileSources.Of(profileName, file, section, path, configFile);
        sources.EnsureKeyIsRead();
        if (HoldsTheKey(section))
        {
            return true;
        }

        if (!overwrite)
        {
            sources.EnsureReplaceable(key.ReplacedAccessKeyId, key.AccessKeyId);
        }

        file.RefuseHardLinks();
        FormerProfile before = FormerProfile.Of(file, section);
        string changed = ProfileText.WithKey(file.Text, profileName, section, key.AccessKeyId, SecretText.Reveal(key.SecretAccessKey));
        RefuseOneWay(file.Text, changed, before);
        if (!file.TrySave(changed))
        {
            return false;
        }

        former = before;
        return true;
    }

    /// <summary>In a file with lines that are of no known form, a change could be read otherwise, or not be undone: then it is not made.</summary>
    private void RefuseOneWay(string text, string changed, FormerProfile before)
    {
        ProfileSection? section = ProfileSearch.Find(changed, profileName, path);
        if (!HoldsTheKey(section) || ProfileText.WithFormer(changed, section!, before) != text)
        {
            throw ProfileSection.Ambiguous(Receipt, "has lines that are neither settings nor comments");
        }
    }

    private bool TryUndo(CredentialsFile file, FormerProfile before)
    {
        ProfileSection? section = ProfileSearch.Find(file.Text, profileName, path);
        if (!HoldsTheKey(section))
        {
            return before.IsIn(section) ? true : throw FileFailures.ChangedMeanwhile(Receipt);
        }

        string restored = ProfileText.WithFormer(file.Text, section!, before);
        return restored.Length == 0 && !before.FileExisted ? file.TryDelete() : file.TrySave(restored, before.FileDigest, before.Mode);
    }

    /// <summary>Without its directory, the file is gone and no lock can be had: as before, when there was no file before.</summary>
    private bool CanHoldTheFile(string target) => former is { FileExisted: true } || System.IO.Directory.Exists(System.IO.Path.GetDirectoryName(target)!);

    private bool HoldsTheKey(ProfileSection? section) =>
        section?.AccessKeyId == key.AccessKeyId && section.SecretAccessKey == SecretText.Reveal(key.SecretAccessKey);
}
