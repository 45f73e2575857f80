using System.Collections.Generic;

namespace KeyRotation.Leaks;

/// <summary>Where leaked keys are looked for.</summary>
public sealed record LeakOptions
{
    /// <summary>Full paths of files and folders; folders with all that is below them.</summary>
    public required IReadOnlyCollection<string> Paths { get; init; }

    /// <summary>Also reads the history of the git repositories that the paths are in.</summary>
    public bool ReadsHistory { get; init; }

    /// <summary>Also gives keys that are inactive already.</summary>
    public bool IncludeInactive { get; init; }
}
