using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Export.Content;

/// <summary>All results of one control of one benchmark, failures first.</summary>
internal sealed class ControlGroup
{
    private ControlGroup(IEnumerable<ControlResult> results)
    {
        Results = results
            .OrderBy(result => RankOf(result.StatusValue))
            .ThenBy(result => result.AccountId, StringComparer.Ordinal)
            .ThenBy(result => result.UserName, StringComparer.OrdinalIgnoreCase)
            .ToList();
        Failed = Results.Count(result => result.StatusValue == ControlStatus.Fail);
        Passed = Results.Count(result => result.StatusValue == ControlStatus.Pass);
    }

    public IReadOnlyList<ControlResult> Results { get; }

    public string Benchmark => Results[0].Benchmark;

    public string ControlId => Results[0].ControlId;

    public string Title => Results[0].Title;

    public ControlSeverity Severity => Results.Max(result => result.SeverityValue);

    public int Failed { get; }

    public int Passed { get; }

    public int NotApplicable => Results.Count - Failed - Passed;

    public IReadOnlyList<string> References => Results.SelectMany(result => result.References).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The groups of a report: failing controls first, the gravest of them at the top; then by number.</summary>
    public static IReadOnlyList<ControlGroup> Of(ReportContent content) => content.Controls
        .GroupBy(result => (result.Benchmark, result.ControlId))
        .Select(results => new ControlGroup(results))
        .OrderBy(group => group.Failed == 0)
        .ThenByDescending(group => group.Failed == 0 ? ControlSeverity.Low : group.Severity)
        .ThenBy(group => group.Benchmark, StringComparer.Ordinal)
        .ThenBy(group => Number(group.ControlId), StringComparer.Ordinal)
        .ToList();

    private static int RankOf(ControlStatus status) => status switch
    {
        ControlStatus.Fail => 0,
        ControlStatus.Pass => 1,
        _ => 2,
    };

    /// <summary>1.4 comes before 1.13.</summary>
    private static string Number(string controlId) => string.Join(".", controlId.Split('.').Select(part => part.PadLeft(6, '0')));
}
