using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace KeyRotation.Commands.Pipeline;

/// <summary>The files and folders that paths name, each once.</summary>
internal sealed class GivenPlaces
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly PSCmdlet cmdlet;

    /// <param name="cmdlet">Knows the current folder, and writes the error of a path that names nothing.</param>
    public GivenPlaces(PSCmdlet cmdlet) => this.cmdlet = cmdlet;

    /// <summary>The files and folders that a path names and that were not given yet. One of exactly that name comes before a pattern.</summary>
    public IEnumerable<string> Of(string path)
    {
        string literal = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        return (Exists(literal) ? [literal] : PlacesLike(path)).Select(Path.GetFullPath).Where(seen.Add);
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private List<string> PlacesLike(string path)
    {
        try
        {
            List<string> places = cmdlet.GetResolvedProviderPathFromPSPath(path, out _).Where(Exists).ToList();
            if (places.Count == 0)
            {
                cmdlet.WriteError(ErrorRecords.NoReportFile(path));
            }

            return places;
        }
        catch (ItemNotFoundException problem)
        {
            cmdlet.WriteError(problem.ErrorRecord);
            return [];
        }
    }
}
