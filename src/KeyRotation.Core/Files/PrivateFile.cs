using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace KeyRotation.Files;

/// <summary>
/// Writes files that hold secrets: whole or not at all, and never for a moment readable by others. The content goes to
/// a temporary file of its owner only in the same directory, to the disk, and then takes the place in one step.
/// </summary>
internal static class PrivateFile
{
    private const string TemporaryMark = ".keyrotation-";
    private const string TemporaryEnd = ".tmp";
    private const int WindowsFileExists = unchecked((int)0x80070050);
    private const int WindowsAlreadyExists = unchecked((int)0x800700B7);

    /// <summary>The whole content of a file; null when it is not there.</summary>
    public static byte[]? Read(string path)
    {
        try
        {
            // Lets other programs write and replace it meanwhile: reading must not make them fail.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            return copy.ToArray();
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes a file that is not there; false when one is, also when it appears at the last moment.</summary>
    public static bool TryAdd(string path, byte[] content)
    {
        try
        {
            return TryPlace(path, content, _ => true, UnixCalls.Available ? UnixCalls.RenameToNew : File.Move);
        }
        catch (IOException problem) when (problem.HResult is UnixCalls.FileExists or WindowsFileExists or WindowsAlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Replaces a file, keeping its owner; false when it is not any more as it should be.</summary>
    /// <param name="path">The file itself, not a link to it.</param>
    /// <param name="content">The new content.</param>
    /// <param name="former">The status of the file that is replaced.</param>
    /// <param name="mode">The mode that it gets.</param>
    /// <param name="isUnchanged">
    /// Looks at the file once more, when all is on the disk and only the last step is left: programs that know no lock may change it
    /// meanwhile. What remains open is the moment before that step.
    /// </param>
    public static bool TryReplace(string path, byte[] content, UnixStatus? former, uint mode, Func<bool> isUnchanged)
    {
        if (UnixCalls.Available)
        {
            return TryPlace(path, content, Prepare, UnixCalls.Rename);
        }

        // Windows: the file keeps the access list of the one that it replaces.
        return TryPlace(path, content, _ => isUnchanged(), static (temporary, target) => File.Replace(temporary, target, destinationBackupFileName: null));

        bool Prepare(string temporary)
        {
            Dress(temporary, path, former, mode);
            return isUnchanged();
        }
    }

    /// <summary>Whether a file has the given content now; null is that it is not there.</summary>
    public static bool IsNow(string path, byte[]? content) => Read(path) is byte[] now ? content is not null && now.SequenceEqual(content) : content is null;

    /// <summary>Deletes what a killed process left. For the holder of the file's lock: no other rotation writes then.</summary>
    public static void DeleteLeftovers(string path) => LeftoversOf(path).ToList().ForEach(Delete);

    /// <summary>Whether a process writes the file just now, or was killed when doing so.</summary>
    public static bool HasLeftovers(string path) => LeftoversOf(path).Any();

    /// <summary>The file that a temporary one was to become; null for a file of another name.</summary>
    public static string? TargetOf(string temporary)
    {
        int mark = temporary.LastIndexOf(TemporaryMark, StringComparison.Ordinal);
        return mark <= 0 || !IsTemporary(temporary) ? null : temporary.Substring(0, mark);
    }

    private static IEnumerable<string> LeftoversOf(string path)
    {
        string begin = Path.GetFileName(path) + TemporaryMark;
        return Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Where(file => Path.GetFileName(file).StartsWith(begin, StringComparison.Ordinal) && IsTemporary(file));
    }

    private static bool IsTemporary(string path) => path.EndsWith(TemporaryEnd, StringComparison.Ordinal);

    private static bool TryPlace(string path, byte[] content, Func<string, bool> prepare, Action<string, string> move)
    {
        string? temporary = null;
        try
        {
            using (FileStream file = CreateTemporary(path, out temporary))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

            if (!prepare(temporary))
            {
                Delete(temporary);
                return false;
            }

            move(temporary, path);
        }
        catch
        {
            Delete(temporary);
            throw;
        }

        if (UnixCalls.Available)
        {
            UnixCalls.FlushDirectory(Path.GetDirectoryName(path)!);
        }

        return true;
    }

    private static void Delete(string? path)
    {
        try
        {
            if (path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception problem) when (FileFailures.IsOfFiles(problem))
        {
            // Its directory is gone, and so is the file.
        }
    }

    /// <summary>Root writes also other users' files: they must stay theirs, or their applications could not read them.</summary>
    private static void Dress(string temporary, string path, UnixStatus? former, uint mode)
    {
        if (former is not null
            && UnixStatus.Of(temporary) is UnixStatus own
            && (own.Owner, own.Group) != (former.Owner, former.Group)
            && !UnixCalls.TryChangeOwner(temporary, former.Owner, former.Group)
            && own.Owner != former.Owner)
        {
            throw new UnauthorizedAccessException($"'{path}' belongs to another user (number {former.Owner}): run as that user, or as root.");
        }

        UnixCalls.ChangeMode(temporary, mode);
    }

#if NET8_0_OR_GREATER
    private static FileStream CreateTemporary(string path, out string temporary)
    {
        temporary = path + TemporaryMark + Guid.NewGuid().ToString("N") + TemporaryEnd;
        if (OperatingSystem.IsWindows())
        {
            return CreateForThisUser(temporary);
        }

        return new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static FileStream CreateForThisUser(string path)
    {
        using System.Security.Principal.WindowsIdentity user = System.Security.Principal.WindowsIdentity.GetCurrent();
        var access = new System.Security.AccessControl.FileSecurity();
        access.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        access.AddAccessRule(new System.Security.AccessControl.FileSystemAccessRule(
            user.User!,
            System.Security.AccessControl.FileSystemRights.FullControl,
            System.Security.AccessControl.AccessControlType.Allow));
        return new FileInfo(path).Create(
            FileMode.CreateNew,
            System.Security.AccessControl.FileSystemRights.Write | System.Security.AccessControl.FileSystemRights.Delete,
            FileShare.None,
            bufferSize: 4096,
            FileOptions.None,
            access);
    }
#else
    private static FileStream CreateTemporary(string path, out string temporary)
    {
        // .NET Standard 2.0 has no access lists: the file inherits its directory's. Below a user's profile, where the credentials
        // file is, that means this user, SYSTEM and administrators.
        temporary = path + TemporaryMark + Guid.NewGuid().ToString("N") + TemporaryEnd;
        return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }
#endif
}
