using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Delivery.Files;

/// <summary>The delivery of one key to one CSV file.</summary>
internal sealed class CsvDelivery : IDelivery
{
    private readonly string path;
    private readonly KeyToDeliver key;
    private readonly CsvForm form;
    private readonly bool overwrite;
    private readonly PrivateDirectories directories = new();
    private Former? former;

    public CsvDelivery(string path, KeyToDeliver key, CsvForm form, bool overwrite)
    {
        this.path = path;
        this.key = key;
        this.form = form;
        this.overwrite = overwrite;
    }

    public string Receipt => path;

    /// <summary>Without overwriting, a link is a file that is there, wherever it leads.</summary>
    private string Target => overwrite ? LinkTarget.Of(path) : path;

    public Task WriteAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("write", path, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        WritablePlace.CheckPath(path);
        string target = Target;
        try
        {
            directories.Make(Path.GetDirectoryName(target)!);
            former = new Former(PrivateFile.Read(target), UnixStatus.Of(target));
            Place(target, former);
        }
        catch
        {
            // Placed in one step or not at all: not at all.
            former = null;
            directories.Remove();
            throw;
        }

        return Task.CompletedTask;
    });

    public Task<StoredKey> ReadBackAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<StoredKey> stored = FileFailures.Guard("read", path, () => CsvText.Read(PrivateFile.Read(path) ?? []));
        return stored.Count == 1 ? Task.FromResult(stored[0]) : throw FileFailures.ChangedMeanwhile(path);
    }

    public Task UndoAsync(CancellationToken cancellationToken) => FileFailures.GuardAsync("restore", path, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (former is not null)
        {
            Restore(Target, former);
        }

        directories.Remove();
        return Task.CompletedTask;
    });

    private void Place(string target, Former before)
    {
        byte[] content = CsvText.Of(key, form);
        if (before.Content is not null && overwrite)
        {
            PrivateFile.Replace(target, content, before.Status, UnixStatus.OwnerOnly);
        }
        else if (before.Content is not null || !PrivateFile.TryAdd(target, content))
        {
            throw CsvDestination.NotOverwritten(path);
        }
    }

    private void Restore(string target, Former before)
    {
        byte[]? now = PrivateFile.Read(target);
        if (now is null ? before.Content is null : before.Content is not null && now.SequenceEqual(before.Content))
        {
            return;
        }

        if (now is null || !now.SequenceEqual(CsvText.Of(key, form)))
        {
            throw FileFailures.ChangedMeanwhile(path);
        }

        if (before.Content is null)
        {
            File.Delete(target);
        }
        else
        {
            PrivateFile.Replace(target, before.Content, before.Status, before.Status?.Mode ?? UnixStatus.OwnerOnly);
        }
    }

    /// <summary>What was there before the write.</summary>
    private sealed record Former(byte[]? Content, UnixStatus? Status);
}
