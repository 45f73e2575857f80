using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace KeyRotation.Pester.Tests;

/// <summary>Runs the files of tests/Pester in a few engines side by side. An engine that is warm takes the next file.</summary>
public static class PesterSuite
{
    /// <summary>A file waits for servers, processes and new keys for two thirds of its time.</summary>
    private static readonly int EnginesAtOnce = Environment.ProcessorCount * 3;

    /// <summary>Files that take longest, first: none of them is to be the last that is waited for.</summary>
    private static readonly string[] Longest = ["Runbooks", "Examples", "Killed", "Moto", "Sandbox", "Citizen", "Consumer", "Demo", "Views"];

    /// <summary>One row a Pester test.</summary>
    public static async Task<IEnumerable<TheoryDataRow<string, string?>>> RunAsync()
    {
        var files = new ConcurrentQueue<string>(Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Pester"), "*.Tests.ps1")
            .OrderByDescending(file => Array.Exists(Longest, name => Path.GetFileName(file).StartsWith(name + '.', StringComparison.Ordinal)))
            .ThenBy(file => file, StringComparer.Ordinal));
        var outcomes = new ConcurrentBag<IReadOnlyList<PesterOutcome>>();
        await Task.WhenAll(Enumerable.Range(0, EnginesAtOnce).Select(_ => Task.Run(() => RunAsync(files, outcomes))));
        return outcomes
            .SelectMany(file => file)
            .OrderBy(outcome => outcome.Name, StringComparer.Ordinal)
            .Select(outcome => new TheoryDataRow<string, string?>(outcome.Name, outcome.Failure)
            {
                TestDisplayName = outcome.Name,
                Label = string.Empty,
                Skip = outcome.SkipReason,
            });
    }

    private static async Task RunAsync(ConcurrentQueue<string> files, ConcurrentBag<IReadOnlyList<PesterOutcome>> outcomes)
    {
        while (!files.IsEmpty)
        {
            await using PesterEngine engine = await PesterEngine.StartAsync();
            while (engine.IsAlive && files.TryDequeue(out string? file))
            {
                (string? results, string output) = await engine.RunAsync(file);
                outcomes.Add(PesterOutcome.Parse(Path.GetFileName(file), results, output));
            }
        }
    }
}
