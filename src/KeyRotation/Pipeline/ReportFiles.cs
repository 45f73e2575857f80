using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace KeyRotation.Commands.Pipeline;

/// <summary>The files of saved reports, each once, although a folder and a file in it were given.</summary>
internal sealed class ReportFiles
{
    private const string Extension = ".csv";

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly PSCmdlet cmdlet;

    /// <param name="cmdlet">Knows the current folder, and writes the error of a path that names no file.</param>
    public ReportFiles(PSCmdlet cmdlet) => this.cmdlet = cmdlet;

    /// <summary>The files that a path names and that were not given yet.</summary>
    public IEnumerable<string> Of(string path) => FilesOf(path).Where(file => seen.Add(Path.GetFullPath(file)));

    /// <summary>A file of exactly that name comes before a pattern: names may hold brackets.</summary>
    private List<string> FilesOf(string path)
    {
        string literal = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        return File.Exists(literal) ? [literal]
            : Directory.Exists(literal) ? FilesIn(path, literal)
            : FilesLike(path);
    }

    /// <summary>The reports that lie in a folder itself, by name.</summary>
    private List<string> FilesIn(string path, string folder)
    {
        try
        {
            List<string> files = Directory.EnumerateFiles(folder)
                .Where(file => string.Equals(Path.GetExtension(file), Extension, StringComparison.OrdinalIgnoreCase))
                .OrderBy(file => file, StringComparer.Ordinal)
                .ToList();
            if (files.Count == 0)
            {
                cmdlet.WriteError(ErrorRecords.NoReportInFolder(path, Path.Combine(folder, "*" + Extension)));
            }

            return files;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            cmdlet.WriteError(ErrorRecords.ReportFolderUnreadable(path, problem));
            return [];
        }
    }

    private List<string> FilesLike(string path)
    {
        try
        {
            List<string> files = cmdlet.GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists).ToList();
            if (files.Count == 0)
            {
                cmdlet.WriteError(ErrorRecords.NoReportFile(path));
            }

            return files;
        }
        catch (ItemNotFoundException problem)
        {
            cmdlet.WriteError(problem.ErrorRecord);
            return [];
        }
    }
}
