using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>The delivery of one key to one CSV file.</summary>
internal sealed class CsvDelivery : IDelivery
{
    /// <summary>How often a file is looked at anew when a program that knows no lock changes it at the same time.</summary>
    private const int MostAttempts = 10;

    private readonly CsvPlace place;
    private readonly string path;
    private readonly KeyToDeliver key;
    private readonly PrivateDirectories directories = new();
    private Former? former;

    public CsvDelivery(CsvPlace place, KeyToDeliver key)
    {
        this.place = place;
        this.key = key;
        path = place.Path.For(key.Owner, key.AccessKeyId);
    }

    public string Receipt => path;

    /// <summary>Without overwriting, a link is a file that is there, wherever it leads.</summary>
    private string Target => place.Overwrite ? LinkTarget.Of(path) : path;

    public Task WriteAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("write", path, async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        WritablePlace.CheckPath(path);
        try
        {
            string target = Target;
            string directory = Path.GetDirectoryName(target)!;
            directories.Make(directory);
            CsvLeftovers.Delete(directory, place.Path.FileName);
            using FileLock held = await FileLock.AcquireAsync(target, place.Time, cancellationToken).ConfigureAwait(false);
            PrivateFile.DeleteLeftovers(target);
            Write(target);
        }
        catch
        {
            // Placed in one step or not at all: not at all.
            former = null;
            directories.Remove();
            throw;
        }
    });

    public Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<StoredKey> stored = FileFailures.Guard("read", path, () => CsvText.Read(PrivateFile.Read(path) ?? []));
        return stored.Count == 1 ? Task.FromResult(stored[0]) : throw FileFailures.ChangedMeanwhile(path);
    }

    public Task UndoAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("restore", path, async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (former is not null)
        {
            await RestoreAsync(Target, former, cancellationToken).ConfigureAwait(false);
        }

        directories.Remove();
    });

    private void Write(string target)
    {
        byte[] content = CsvText.Of(key, place.Form);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            var before = new Former(PrivateFile.Read(target), UnixStatus.Of(target));
            former = before;
            if (before.Content is not null && place.Overwrite)
            {
                WritablePlace.RefuseHardLinks(target, before.Status);
                if (PrivateFile.TryReplace(target, content, before.Status, UnixStatus.OwnerOnly, () => PrivateFile.IsNow(target, before.Content)))
                {
                    return;
                }
            }
            else if (before.Content is not null || !PrivateFile.TryAdd(target, content))
            {
                throw CsvDestination.NotOverwritten(path);
            }
            else
            {
                return;
            }
        }

        throw FileFailures.AlwaysChanging(path);
    }

    private async Task RestoreAsync(string target, Former before, CancellationToken cancellationToken)
    {
        if (PrivateFile.IsNow(target, before.Content))
        {
            return;
        }

        using FileLock held = await FileLock.AcquireAsync(target, place.Time, cancellationToken).ConfigureAwait(false);
        byte[] written = CsvText.Of(key, place.Form);
        if (!PrivateFile.IsNow(target, written))
        {
            throw FileFailures.ChangedMeanwhile(path);
        }

        if (before.Content is null)
        {
            File.Delete(target);
        }
        else if (!PrivateFile.TryReplace(target, before.Content, before.Status, before.Status?.Mode ?? UnixStatus.OwnerOnly, () => PrivateFile.IsNow(target, written)))
        {
            throw FileFailures.ChangedMeanwhile(path);
        }
    }

    /// <summary>What was there before the write.</summary>
    private sealed record Former(byte[]? Content, UnixStatus? Status);
}

/// <summary>Where CSV files go and what they are like.</summary>
/// <param name="Path">The template of their paths.</param>
/// <param name="Form">Their columns.</param>
/// <param name="Overwrite">Whether a file that is there may be replaced.</param>
/// <param name="Time">The clock by which to wait for other writers.</param>
internal sealed record CsvPlace(PathTemplate Path, CsvForm Form, bool Overwrite, TimeProvider Time);
