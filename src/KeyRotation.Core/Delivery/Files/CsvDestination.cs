using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>A CSV file of the key, as the IAM console offers it for download; for its owner only.</summary>
public sealed class CsvDestination : IDestination
{
    private readonly CsvPlace place;

    /// <summary>Names the file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="form">Its columns.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="time">The clock by which to wait for other writers; the system's when not given.</param>
    public CsvDestination(NameTemplate path, CsvForm form, bool overwrite, TimeProvider? time = null) =>
        place = new CsvPlace(new PathTemplate(path ?? throw new ArgumentNullException(nameof(path))), form, overwrite, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public string Kind => "Csv";

    /// <inheritdoc/>
    public string Place => Kind;

    /// <inheritdoc/>
    public Task<PlaceContent> CheckAsync(KeyOwner owner, string replacedAccessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string file = place.Path.For(owner, NameTemplate.SomeAccessKeyId);
        if (place.Form == CsvForm.CommandLine && owner.UserName.IndexOfAny([',', '"']) >= 0)
        {
            throw new DestinationException(
                FailureCategory.InvalidArgument,
                $"'aws configure import' splits at every comma and knows no quotes: it cannot read a file of user {owner.UserName}. Choose the form Console.");
        }

        WritablePlace.Check(file);
        if (!place.Overwrite && IsThere(file))
        {
            throw NotOverwritten(file);
        }

        // A file for people to import: no application reads its key there.
        return Task.FromResult(PlaceContent.Unknown);
    }

    /// <inheritdoc/>
    public IDelivery Begin(KeyToDeliver key)
    {
        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        return new CsvDelivery(place, key);
    }

    /// <inheritdoc/>
    public Task<StoredKey?> FindAsync(KeyOwner owner, string accessKeyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string file = place.Path.For(owner, accessKeyId);
        StoredKey? stored = FileFailures.Guard("read", file, () => PrivateFile.Read(file) is byte[] content
            ? CsvText.Read(content).FirstOrDefault(key => key.AccessKeyId == accessKeyId)
            : null);
        return Task.FromResult(stored);
    }

    internal static DestinationException NotOverwritten(string path) => new(
        FailureCategory.InvalidOperation,
        $"{path} is there already and is not written over. Move it away, name another file, or allow to overwrite it.");

    /// <summary>A link is there also when it leads nowhere.</summary>
    private static bool IsThere(string path) => File.Exists(path) || (UnixCalls.Available && UnixCalls.ReadLink(path) is not null);
}
