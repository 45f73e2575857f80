using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace KeyRotation.Pester.Tests;

/// <summary>What became of one Pester test.</summary>
/// <param name="Name">File, blocks and test.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="SkipReason">Why it was skipped; null when it was not.</param>
internal sealed record PesterOutcome(string Name, string? Failure, string? SkipReason)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the results of a file. A file without any is a failure.</summary>
    public static IReadOnlyList<PesterOutcome> Parse(string fileName, string? results, string output)
    {
        FileResults? read = results is null ? null : JsonSerializer.Deserialize<FileResults>(results, Json);
        return read is { Outcomes.Count: > 0 }
            ? read.Outcomes.Select(result => From(fileName, result, read.Warnings)).ToList()
            : [new PesterOutcome(fileName, $"The file gave no results.\n{output}", SkipReason: null)];
    }

    /// <summary>A test that is skipped by -Skip has no reason of its own: its file writes the reason as a warning.</summary>
    private static PesterOutcome From(string fileName, TestResult result, IReadOnlyList<string> warnings)
    {
        string name = $"{fileName}: {result.Name}";
        return result.Outcome switch
        {
            "Passed" => new PesterOutcome(name, Failure: null, SkipReason: null),
            "Skipped" => new PesterOutcome(name, Failure: null, result.Message is { Length: > 0 } reason ? reason : string.Join(" ", warnings.DefaultIfEmpty("-Skip"))),
            _ => new PesterOutcome(name, $"{result.Outcome}: {result.Message}", SkipReason: null),
        };
    }

    private sealed record FileResults(IReadOnlyList<TestResult> Outcomes, IReadOnlyList<string> Warnings);

    private sealed record TestResult(string Name, string Outcome, string? Message);
}
