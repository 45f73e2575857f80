using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.Files;

/// <summary>
/// Lets one writer at a time change a file: threads and processes. The lock is the open handle of a file beside it and
/// not that file's being there: a killed process leaves the file and loses the lock.
/// </summary>
internal sealed class FileLock : IDisposable
{
    /// <summary>What is appended to the name of the locked file.</summary>
    public const string Suffix = ".keyrotation.lock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly string path;
    private readonly FileStream handle;
    private readonly bool removable;

    private FileLock(string path, FileStream handle, bool removable)
    {
        this.path = path;
        this.handle = handle;
        this.removable = removable;
    }

    /// <summary>Waits for the lock of a file.</summary>
    /// <param name="lockedPath">The file.</param>
    /// <param name="time">The clock to wait by.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<FileLock> AcquireAsync(string lockedPath, TimeProvider time, CancellationToken cancellationToken)
    {
        long begin = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(lockedPath) is FileLock acquired)
            {
                return acquired;
            }

            if (time.GetElapsedTime(begin) >= Patience)
            {
                throw new DestinationException(
                    FailureCategory.ResourceBusy,
                    $"{lockedPath} is being written by another process, which holds {lockedPath}{Suffix} since {Patience.TotalSeconds:0} seconds. Wait for it to end or end it, then run again.");
            }

            await time.WaitAsync(Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The lock of a file; null when somebody holds it.</summary>
    /// <param name="lockedPath">The file.</param>
    public static FileLock? TryAcquire(string lockedPath)
    {
        string lockPath = lockedPath + Suffix;
        FileStream? open = null;
        try
        {
            RefuseLink(lockPath);
            open = Open(lockPath);
            if (!UnixCalls.Available)
            {
                return new FileLock(lockPath, open, removable: true);
            }

            // Once more, now that it is open: a link may have come in between, and it is not the link that was locked.
            RefuseLink(lockPath);

            // Between opening and locking, the holder from before may have removed the file: then this is the lock of nothing.
            // Where the system cannot tell, no holder removes it.
            UnixStatus? status = UnixStatus.Of(open.SafeFileHandle);
            if (status is not { Links: 0 })
            {
                return new FileLock(lockPath, open, removable: status is not null);
            }
        }
        catch (IOException problem) when (FileFailures.IsOpenElsewhere(problem) || problem is FileNotFoundException)
        {
            return null;
        }
        catch (DestinationException)
        {
            open?.Dispose();
            throw;
        }
        catch (UnauthorizedAccessException) when (!UnixCalls.Available && File.Exists(lockPath))
        {
            // How Windows says that the file is being removed.
            return null;
        }
        catch (UnauthorizedAccessException problem) when (File.Exists(lockPath))
        {
            throw new DestinationException(
                FailureCategory.PermissionDenied,
                $"{lockPath} belongs to another user, whose rotation runs or was killed. When none runs, delete that file, then run again.",
                problem);
        }

        open.Dispose();
        return null;
    }

    /// <summary>Lets the next writer in.</summary>
    public void Dispose()
    {
        // Removed while it is held: only the holder of the lock may remove its file. Windows does it when the handle closes.
        if (removable && UnixCalls.Available)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception problem) when (FileFailures.IsOfFiles(problem))
            {
                // An empty file that locks nobody out once the handle is closed.
            }
        }

        handle.Dispose();
    }

    /// <summary>A link would lock, and on some systems make or empty, a file that has nothing to do with it.</summary>
    private static void RefuseLink(string path)
    {
        if (UnixCalls.Available ? UnixCalls.ReadLink(path) is not null : File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
        {
            throw new DestinationException(
                FailureCategory.InvalidData,
                $"{path} is a link and not the lock that a rotation makes there. Look who made it, delete it, then run again.");
        }
    }

#if NET8_0_OR_GREATER
    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new FileStream(path, options);
        }

        try
        {
            // Made anew, it is never a link; and opened when it is there, it is not made where a link leads.
            options.Mode = FileMode.CreateNew;
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new FileStream(path, options);
        }
        catch (IOException there) when (there.HResult == UnixCalls.FileExists)
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 });
        }
    }
#else
    private static FileStream Open(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
#endif
}
