using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace KeyRotation.Commands.Pipeline;

/// <summary>The files of saved reports, each once, although a folder and a file in it were given.</summary>
internal sealed class ReportFiles
{
    private const string Extension = ".csv";

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>The reports that lie in a folder itself, by name.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static List<string> In(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => string.Equals(Path.GetExtension(file), Extension, StringComparison.OrdinalIgnoreCase))
        .OrderBy(file => file, StringComparer.Ordinal)
        .ToList();

    /// <summary>Those of the files that were not read yet.</summary>
    public IEnumerable<string> New(IEnumerable<string> files) => files.Where(file => seen.Add(Path.GetFullPath(file)));
}
