using System;
using System.IO;

namespace KeyRotation.Files;

/// <summary>Refuses a file that cannot be written, before there is something to write. Changes nothing.</summary>
internal static class WritablePlace
{
    public static void Check(string path) => FileFailures.Guard("use", path, () =>
    {
        CheckPath(path);
        string target = LinkTarget.Of(path);
        if (Directory.Exists(target))
        {
            throw Refused(FailureCategory.InvalidArgument, path, "is a directory. Name a file in it.");
        }

        if (File.Exists(target))
        {
            CheckFile(target);
        }

        CheckDirectory(Path.GetDirectoryName(target)!);
        return true;
    });

    /// <summary>Refuses what depends on the current directory, which a process has one of and PowerShell another.</summary>
    public static void CheckPath(string path)
    {
        if (path.Trim().Length == 0 || !Path.IsPathRooted(path) || Path.GetFileName(path) is "" or "." or "..")
        {
            throw Refused(FailureCategory.InvalidArgument, path, "is not the full path of a file. Give the path from the root on.");
        }
    }

    /// <summary>Refuses a file that has another name as well: a new file takes the place of the one, and whoever reads the other goes on with the old.</summary>
    public static void RefuseHardLinks(string path, UnixStatus? status)
    {
        if (status is { Links: > 1 })
        {
            throw Refused(FailureCategory.InvalidArgument, path, $"has {status.Links} names (hard links), which would part. Make the others symbolic links to it, or name another file.");
        }
    }

    private static void CheckFile(string path)
    {
        UnixStatus? status = UnixStatus.Of(path);
        if (status is { IsRegularFile: false })
        {
            throw Refused(FailureCategory.InvalidArgument, path, "is a device or a pipe. Name a file.");
        }

        // A new file that another rotation is putting in its place has two names for a moment.
        if (status is { Links: > 1 } && !PrivateFile.HasLeftovers(path))
        {
            RefuseHardLinks(path, UnixStatus.Of(path));
        }

        if (File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
        {
            throw Refused(FailureCategory.PermissionDenied, path, "is read-only. Make it writable for its owner, or name another file.");
        }

        new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
    }

    private static void CheckDirectory(string directory)
    {
        string? present = directory;
        while (!string.IsNullOrEmpty(present) && !Directory.Exists(present))
        {
            if (File.Exists(present))
            {
                throw Refused(FailureCategory.InvalidArgument, present!, "is a file and not a directory. Name another path.");
            }

            present = Path.GetDirectoryName(present);
        }

        if (string.IsNullOrEmpty(present))
        {
            throw Refused(FailureCategory.ObjectNotFound, directory, "does not exist, and neither does its root. Name another path.");
        }

        if (UnixCalls.Available)
        {
            if (!UnixCalls.MayAddTo(present!))
            {
                throw Refused(FailureCategory.PermissionDenied, present!, "does not let this account add files. Allow it, or name another path.");
            }
        }
        else
        {
            // Windows tells only by trying; the file is gone when its handle closes.
            string probe = Path.Combine(present!, "." + Guid.NewGuid().ToString("N") + ".tmp");
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
    }

    private static DestinationException Refused(FailureCategory category, string path, string problem) => new(category, $"{path} {problem}");
}
