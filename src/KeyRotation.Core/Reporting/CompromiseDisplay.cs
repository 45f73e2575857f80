using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation;

/// <summary>Evidence against a key for people, as the views show it.</summary>
public static class CompromiseDisplay
{
    /// <summary>Words of severity, the worst first, of all the sources.</summary>
    private static readonly string[] Severities = ["Critical", "High", "Error", "Medium", "Warning", "Low", "Note", "Informational"];

    /// <summary>The sources, e.g. <c>GuardDuty, gitleaks (3)</c>.</summary>
    /// <param name="evidence">The evidence.</param>
    public static string Sources(IReadOnlyList<CompromiseEvidence>? evidence) => string.Join(
        ", ",
        (evidence ?? []).GroupBy(item => item.Source, StringComparer.Ordinal).Select(source => source.Count() == 1 ? source.Key : $"{source.Key} ({source.Count()})"));

    /// <summary>The worst severity; an empty text where no source has one.</summary>
    /// <param name="evidence">The evidence.</param>
    public static string WorstSeverity(IReadOnlyList<CompromiseEvidence>? evidence) =>
        (evidence ?? []).Select(item => item.Severity).OfType<string>().OrderBy(Rank).FirstOrDefault() ?? string.Empty;

    /// <summary>When it was last seen, UTC; an empty text where no source says it.</summary>
    /// <param name="evidence">The evidence.</param>
    public static string LastSeen(IReadOnlyList<CompromiseEvidence>? evidence) => Display.Time((evidence ?? []).Max(item => item.LastSeen ?? item.FirstSeen));

    private static int Rank(string severity)
    {
        int rank = Array.FindIndex(Severities, known => string.Equals(known, severity, StringComparison.OrdinalIgnoreCase));
        return rank < 0 ? Severities.Length : rank;
    }
}
