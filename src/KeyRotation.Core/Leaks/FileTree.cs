using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace KeyRotation.Leaks;

/// <summary>The files in a folder and below it. What git keeps for itself is left out, and links are not followed.</summary>
internal static class FileTree
{
    private const string GitFolder = ".git";

    /// <param name="path">A folder, or a file, which is then the only one.</param>
    /// <param name="report">Receives the failure of a folder that cannot be read.</param>
    public static IEnumerable<string> Files(string path, IReport report)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        return FilesBelow(path, report);
    }

    private static IEnumerable<string> FilesBelow(string root, IReport report)
    {
        var folders = new Stack<string>([root]);
        while (folders.Count > 0)
        {
            string folder = folders.Pop();
            List<FileSystemInfo> entries = Entries(folder, report);
            foreach (FileSystemInfo entry in entries.Where(entry => entry is FileInfo))
            {
                yield return entry.FullName;
            }

            foreach (FileSystemInfo inner in entries.Where(entry => entry is DirectoryInfo && entry.Name != GitFolder).Reverse())
            {
                folders.Push(inner.FullName);
            }
        }
    }

    private static List<FileSystemInfo> Entries(string folder, IReport report)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(entry => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .ToList();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            report.Failure(LeakFailures.FileUnreadable(folder, problem));
            return [];
        }
    }
}
