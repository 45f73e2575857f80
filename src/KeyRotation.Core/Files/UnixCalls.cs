using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace KeyRotation.Files;

/// <summary>
/// What .NET Standard 2.0 cannot say to Linux and macOS. Only calls without variable arguments, whose numbers and types
/// are the same on both; paths go as bytes, because a path is bytes there.
/// </summary>
internal static class UnixCalls
{
    public const int PermissionDeniedForOwner = 1;
    public const int NoSuchFile = 2;
    public const int PermissionDenied = 13;
    public const int FileExists = 17;
    public const int NotADirectory = 20;
    public const int NotALink = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;

    private const int MayWriteAndEnter = 2 | 1;

#if NET8_0_OR_GREATER
    public static bool Available => !OperatingSystem.IsWindows();

    public static bool OnLinux => OperatingSystem.IsLinux();

    public static bool OnApple => OperatingSystem.IsMacOS();
#else
    /// <summary>Only Windows PowerShell loads this build.</summary>
    public static bool Available => false;

    public static bool OnLinux => false;

    public static bool OnApple => false;
#endif

    /// <summary>Renames over what is there, in one step.</summary>
    public static void Rename(string from, string to) => Check(rename(Bytes(from), Bytes(to)), to);

    /// <summary>Renames unless something is there, in one step, which File.Move does not: it looks first and renames then.</summary>
    public static void RenameToNew(string from, string to)
    {
        if (link(Bytes(from), Bytes(to)) == 0)
        {
            File.Delete(from);
        }
        else if (Marshal.GetLastWin32Error() is FileExists or NoSuchFile or NotADirectory or NoSpace or ReadOnlyFileSystem)
        {
            throw LastError(to);
        }
        else
        {
            // A disk whose files have one name only, such as FAT: an empty file reserves the place.
            new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
            Rename(from, to);
        }
    }

    public static void ChangeMode(string path, uint mode) => Check(chmod(Bytes(path), mode), path);

    public static bool TryChangeOwner(string path, uint owner, uint group) => chown(Bytes(path), owner, group) == 0;

    /// <summary>Whether files can be made in a directory: also says no to a disk that is mounted read-only, and yes to root.</summary>
    public static bool MayAddTo(string directory) => access(Bytes(directory), MayWriteAndEnter) == 0;

    /// <summary>Makes a directory that only its owner can enter; false when it is there.</summary>
    public static bool MakePrivateDirectory(string path)
    {
        const uint ownerOnly = 0x1C0; // 0700
        if (mkdir(Bytes(path), ownerOnly) == 0)
        {
            return true;
        }

        if (Marshal.GetLastWin32Error() != FileExists)
        {
            throw LastError(path);
        }

        return false;
    }

    /// <summary>What a symbolic link says; null when it is not one, or is not there.</summary>
    public static string? ReadLink(string path)
    {
        byte[] said = new byte[4096];
        long length = (long)readlink(Bytes(path), said, new UIntPtr((uint)said.Length));
        if (length >= 0)
        {
            return Encoding.UTF8.GetString(said, 0, (int)length);
        }

        return Marshal.GetLastWin32Error() is NotALink or NoSuchFile or NotADirectory ? null : throw LastError(path);
    }

    /// <summary>Brings a rename to the disk, so that a power cut does not take it back. As far as the disk can.</summary>
    public static void FlushDirectory(string directory)
    {
        IntPtr open = opendir(Bytes(directory));
        if (open != IntPtr.Zero)
        {
            _ = fsync(dirfd(open));
            _ = closedir(open);
        }
    }

    private static void Check(int result, string path)
    {
        if (result != 0)
        {
            throw LastError(path);
        }
    }

    private static Exception LastError(string path)
    {
        int error = Marshal.GetLastWin32Error();
        string message = $"{new Win32Exception(error).Message}: '{path}'.";
        return error is PermissionDeniedForOwner or PermissionDenied or ReadOnlyFileSystem
            ? new UnauthorizedAccessException(message)
            : error == NoSuchFile ? new DirectoryNotFoundException(message) : new IOException(message, error);
    }

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", SetLastError = true)]
    private static extern int rename(byte[] from, byte[] to);

    [DllImport("libc", SetLastError = true)]
    private static extern int link(byte[] from, byte[] to);

    [DllImport("libc", SetLastError = true)]
    private static extern int chmod(byte[] path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int chown(byte[] path, uint owner, uint group);

    [DllImport("libc", SetLastError = true)]
    private static extern int access(byte[] path, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkdir(byte[] path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr readlink(byte[] path, byte[] buffer, UIntPtr size);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr opendir(byte[] path);

    [DllImport("libc", SetLastError = true)]
    private static extern int dirfd(IntPtr directory);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int closedir(IntPtr directory);
}
