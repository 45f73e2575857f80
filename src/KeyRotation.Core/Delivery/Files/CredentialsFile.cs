using System.IO;
using System.Linq;
using System.Security.Cryptography;
using KeyRotation.Files;
using KeyRotation.Profiles;

namespace KeyRotation.Delivery.Files;

/// <summary>A file that holds keys among other things, such as the shared credentials file, as it was read, and the way to change it.</summary>
internal sealed class CredentialsFile
{
    private readonly byte[]? bytes;
    private readonly EncodedText content;
    private readonly UnixStatus? status;

    private CredentialsFile(string path, byte[]? bytes, UnixStatus? status)
    {
        Path = path;
        this.bytes = bytes;
        this.status = status;
        content = EncodedText.Of(bytes ?? [], path);
    }

    /// <summary>The file itself, behind any links.</summary>
    public string Path { get; }

    public bool Exists => bytes is not null;

    public string Text => content.Text;

    /// <summary>Its permissions; null where there are none, or they are not known.</summary>
    public uint? Mode => status?.Mode;

    /// <summary>Reads a file that need not be there.</summary>
    /// <param name="path">The file itself, behind any links.</param>
    public static CredentialsFile Read(string path)
    {
        UnixStatus? found = UnixStatus.Of(path);
        if (found is { IsRegularFile: false } || Directory.Exists(path))
        {
            throw new DestinationException(FailureCategory.InvalidArgument, $"{path} is not a file. Name the file itself.");
        }

        return new CredentialsFile(path, PrivateFile.Read(path), found);
    }

    /// <summary>The file as AWS tools read it.</summary>
    /// <param name="name">Its name for messages.</param>
    public SharedFile Shared(string name) => SharedFile.OfCredentials(name, bytes ?? []);

    /// <summary>Refuses a file that has another name as well: that one would keep the old content.</summary>
    public void RefuseHardLinks() => WritablePlace.RefuseHardLinks(Path, status);

    /// <summary>The bytes that a changed text makes. Refuses characters that the file's encoding lacks.</summary>
    public byte[] Encode(string text) => content.Encode(text, Path);

    /// <summary>Saves a changed text for the owner only; false when another program changed the file since it was read.</summary>
    public bool TrySave(string text) => TrySave(text, Tightened(Mode));

    /// <summary>Saves the text from before a change: when it is just as it was, then so are its permissions.</summary>
    public bool TrySave(string text, byte[]? formerDigest, uint? formerMode) =>
        TrySave(text, formerDigest is not null && formerDigest.SequenceEqual(Digest(Encode(text))) ? formerMode ?? UnixStatus.OwnerOnly : Tightened(Mode));

    /// <summary>Deletes it; false when another program changed it since it was read.</summary>
    public bool TryDelete()
    {
        if (!IsUnchanged())
        {
            return false;
        }

        File.Delete(Path);
        return true;
    }

    /// <summary>What tells one content from another without keeping it; null when the file is not there.</summary>
    public byte[]? Digest() => bytes is null ? null : Digest(bytes);

    private bool TrySave(string text, uint mode)
    {
        byte[] changed = Encode(text);
        return Exists
            ? PrivateFile.TryReplace(Path, changed, status, mode, IsUnchanged)
            : PrivateFile.TryAdd(Path, changed);
    }

    /// <summary>Programs that do not know our lock may change it, as the AWS CLI.</summary>
    private bool IsUnchanged() => PrivateFile.IsNow(Path, bytes);

    private static uint Tightened(uint? mode) => (mode ?? UnixStatus.OwnerOnly) & UnixStatus.OwnerOnly;

    private static byte[] Digest(byte[] content)
    {
        using SHA256 algorithm = SHA256.Create();
        return algorithm.ComputeHash(content);
    }
}
