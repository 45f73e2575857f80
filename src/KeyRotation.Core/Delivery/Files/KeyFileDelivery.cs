using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>The delivery of one key into one file.</summary>
internal sealed class KeyFileDelivery : IDelivery
{
    /// <summary>How often a change is made anew when a program that knows no lock changes the file at the same time.</summary>
    private const int MostAttempts = 10;

    private readonly KeyFilePlace place;
    private readonly KeyToDeliver key;
    private readonly string path;
    private readonly PrivateDirectories directories = new();
    private Change? made;

    public KeyFileDelivery(KeyFilePlace place, KeyToDeliver key)
    {
        this.place = place;
        this.key = key;
        path = place.Path.For(key.Owner, key.AccessKeyId);
    }

    public string Receipt => path;

    public Task WriteAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("write", path, async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        WritablePlace.CheckPath(path);
        try
        {
            string target = LinkTarget.Of(path);
            string directory = Path.GetDirectoryName(target)!;
            directories.Make(directory);
            CsvLeftovers.Delete(directory, place.Path.FileName);
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
        KeyInFile held = FileFailures.Guard("read", path, () => place.Format.Read(CredentialsFile.Read(LinkTarget.Of(path)).Text, path));
        return string.IsNullOrEmpty(held.AccessKeyId)
            ? throw FileFailures.ChangedMeanwhile(path)
            : Task.FromResult(KeyForming.ReadBack(place.Format.Form, key, held.AccessKeyId!, held.SecretText!));
    }

    public Task UndoAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("restore", path, async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        string target = LinkTarget.Of(path);
        if (made is not null && (made.Digest is not null || Directory.Exists(Path.GetDirectoryName(target)!)))
        {
            await ChangeAsync(target, file => TryUndo(file, made), cancellationToken).ConfigureAwait(false);
        }

        directories.Remove();
    });

    private async Task ChangeAsync(string target, Func<CredentialsFile, bool> tryChange, CancellationToken cancellationToken)
    {
        using FileLock held = await FileLock.AcquireAsync(target, place.Time, cancellationToken).ConfigureAwait(false);
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
        KeyInFile held = place.Format.Read(file.Text, path);
        if (IsNew(held))
        {
            return true;
        }

        if (!place.Overwrite)
        {
            KeyInPlace.EnsureReplaceable(path, held.AccessKeyId, key.ReplacedAccessKeyId, key.AccessKeyId);
        }

        file.RefuseHardLinks();
        string changed = place.Format.Write(file.Text, path, key);
        if (!IsNew(place.Format.Read(changed, path)))
        {
            throw new DestinationException(FailureCategory.InvalidData, $"{path} has lines in which the key could not be read again. Put the key's two values there once by hand, then run again.");
        }

        if (!file.TrySave(changed))
        {
            return false;
        }

        made = new Change(file.Text, changed, file.Digest(), file.Mode);
        return true;
    }

    /// <summary>Only what was written is taken back: a file that somebody changed since may need what was changed.</summary>
    private bool TryUndo(CredentialsFile file, Change change) =>
        file.Text == change.Before && file.Exists == change.Digest is not null ? true
        : file.Text != change.After || !file.Exists ? throw FileFailures.ChangedMeanwhile(path)
        : change.Digest is null ? file.TryDelete()
        : file.TrySave(change.Before, change.Digest, change.Mode);

    private bool IsNew(KeyInFile held) => held.AccessKeyId == key.AccessKeyId && held.SecretText == KeyForming.SecretOf(place.Format.Form, key);

    /// <summary>What was written over what. A class and not a record: nothing prints a secret.</summary>
    private sealed class Change
    {
        public Change(string before, string after, byte[]? digest, uint? mode) => (Before, After, Digest, Mode) = (before, after, digest, mode);

        public string Before { get; }

        public string After { get; }

        /// <summary>Of the file before; null when there was none.</summary>
        public byte[]? Digest { get; }

        public uint? Mode { get; }
    }
}
