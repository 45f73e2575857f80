using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.CredentialReports;

namespace KeyRotation.Compliance;

/// <summary>What is checked.</summary>
public sealed record ComplianceOptions
{
    /// <summary>The benchmarks, in the order of the results.</summary>
    public required IReadOnlyList<ComplianceBenchmark> Benchmarks { get; init; }

    /// <summary>From how many days on a key is too old; null for each benchmark's own limit.</summary>
    public int? Days { get; init; }

    /// <summary>From how many days without use on a credential is unused; null for each benchmark's own limit.</summary>
    public int? UnusedDays { get; init; }

    /// <summary>Whether the tag <c>keyrotation:days</c> makes the limit of rotation shorter for its user. Default: false.</summary>
    public bool DaysByTag { get; init; }

    /// <summary>Tags that a user with an active key has to have, without regard to case; none where that is not checked.</summary>
    public IReadOnlyList<string> RequiredTags { get; init; } = [];

    /// <summary>Whether the tags of each user with an active key are read, at one call each.</summary>
    internal bool ReadsTags => DaysByTag || RequiredTags.Count > 0;

    /// <summary>Which users are looked at, by name; all when null.</summary>
    public Func<string, bool>? MatchesUserName { get; init; }

    /// <summary>Users that were named in full: one whom the credential report does not know is said.</summary>
    public IReadOnlyCollection<string> NamedUsers { get; init; } = [];

    /// <summary>How long to wait for the credential report. Default: 5 minutes.</summary>
    public TimeSpan ReportTimeLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the root user is one of those asked for, and has a control.</summary>
    internal bool ConcernsRoot =>
        Includes(CredentialReportRow.RootUserName) && Benchmarks.Any(benchmark => benchmark.Controls.Any(control => control.Control == ComplianceControl.RootKey));

    internal bool Includes(string userName) => MatchesUserName is null || MatchesUserName(userName);

    internal BenchmarkControl WithOwnLimit(BenchmarkControl control) => control.Control switch
    {
        ComplianceControl.Rotation when Days is not null => control with { Days = Days },
        ComplianceControl.UnusedCredentials when UnusedDays is not null => control with { Days = UnusedDays },
        _ => control,
    };
}
