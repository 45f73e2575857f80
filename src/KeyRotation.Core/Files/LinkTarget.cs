using System.IO;

namespace KeyRotation.Files;

/// <summary>Follows symbolic links, so that the file they lead to is replaced and the links stay.</summary>
internal static class LinkTarget
{
    private const int MostLinks = 40;

    /// <summary>The path of the file itself, which need not be there.</summary>
    public static string Of(string path)
    {
        if (!UnixCalls.Available)
        {
            return OfWindows(path);
        }

        for (int links = 0; links < MostLinks; links++)
        {
            if (UnixCalls.ReadLink(path) is not string target)
            {
                return path;
            }

            // Left as it is written: ".." after a linked directory means another place once it is shortened.
            path = Path.Combine(Path.GetDirectoryName(path)!, target);
        }

        throw new IOException($"Links lead in a circle: '{path}'.");
    }

    private static string OfWindows(string path)
    {
#if NET8_0_OR_GREATER
        return File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is FileSystemInfo target ? target.FullName : path;
#else
        // Windows PowerShell cannot say where a link leads, and replacing the link would part the two.
        if (File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
        {
            throw new IOException($"'{path}' is a link: name the file that it leads to.");
        }

        return path;
#endif
    }
}
