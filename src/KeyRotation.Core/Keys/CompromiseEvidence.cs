using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace KeyRotation;

/// <summary>One reason to believe that a key is in the wrong hands or in public: a finding, a policy of AWS, a place in a file.</summary>
/// <param name="Source">Who reports it, in one word: <c>GuardDuty</c>, <c>SecurityHub</c>, <c>QuarantinePolicy</c>, <c>Health</c>, <c>gitleaks</c> and the like.</param>
/// <param name="FindingId">The finding's id as its source gives it; for a place in a file, the file and line.</param>
public sealed record CompromiseEvidence(string Source, string FindingId)
{
    /// <summary>The finding's type or the rule's name, as the source gives it; null where it has none.</summary>
    public string? Type { get; init; }

    /// <summary>What happened, in one line for people; never a secret.</summary>
    public string? Description { get; init; }

    /// <summary>The severity as the source gives it; null where it has none.</summary>
    public string? Severity { get; init; }

    /// <summary>When it was first seen, UTC; null where the source does not say.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>When it was last seen, UTC; null where the source does not say.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>False where it is about a user and does not say which of the user's keys it is, as a quarantine policy of AWS.</summary>
    public bool NamesKey { get; init; } = true;

    /// <summary>The id of the finding that was last seen; null where there is none.</summary>
    /// <param name="evidence">Everything that is known of one key; null for nothing.</param>
    public static string? LatestFindingOf(IEnumerable<CompromiseEvidence>? evidence) => evidence?
        .OrderByDescending(item => item.LastSeen ?? item.FirstSeen ?? DateTimeOffset.MinValue)
        .FirstOrDefault()?.FindingId;

    /// <summary>The evidence as messages name it.</summary>
    public override string ToString() =>
        $"{Source} {Type ?? FindingId}" + (LastSeen is { } last ? last.UtcDateTime.ToString("' (last seen 'yyyy-MM-dd HH:mm'Z)'", CultureInfo.InvariantCulture) : string.Empty);
}
