using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using KeyRotation.Files;

namespace KeyRotation.Delivery.Files;

/// <summary>
/// What killed processes left beside CSV files and other files of a template: a temporary file holds a secret. A later run may write a file of another name, of
/// another user or key, so all files of its template are looked at. What a process writes just now is locked, and stays.
/// </summary>
internal static class CsvLeftovers
{
    /// <summary>Deletes them in a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="fileNames">The template of the files' names.</param>
    public static void Delete(string directory, string fileNames)
    {
        string anyName = string.Join(".+", NameTemplate.Parts(fileNames).Select(Regex.Escape));
        var pattern = new Regex($"^{anyName}$", RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        foreach (string target in Directory.EnumerateFiles(directory).Select(TargetOf).OfType<string>().Where(target => pattern.IsMatch(Path.GetFileName(target))).Distinct(StringComparer.Ordinal).ToList())
        {
            using FileLock? held = TryLock(target);
            if (held is not null)
            {
                PrivateFile.DeleteLeftovers(target);
            }
        }
    }

    private static string? TargetOf(string path) =>
        path.EndsWith(FileLock.Suffix, StringComparison.Ordinal) ? path.Substring(0, path.Length - FileLock.Suffix.Length) : PrivateFile.TargetOf(path);

    private static FileLock? TryLock(string target)
    {
        try
        {
            return FileLock.TryAcquire(target);
        }
        catch (Exception problem) when (problem is DestinationException || FileFailures.IsOfFiles(problem))
        {
            // Of another user, or gone by now: no reason not to write the file that was asked for.
            return null;
        }
    }
}
