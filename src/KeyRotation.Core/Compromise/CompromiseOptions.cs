using System;
using System.Collections.Generic;
using System.IO;

namespace KeyRotation.Compromise;

/// <summary>Where compromised keys are looked for.</summary>
public sealed record CompromiseOptions
{
    /// <summary>Asks Amazon GuardDuty for its findings.</summary>
    public bool AsksGuardDuty { get; init; } = true;

    /// <summary>Asks which users AWS has restricted by a quarantine policy.</summary>
    public bool AsksQuarantinePolicies { get; init; } = true;

    /// <summary>The regions whose GuardDuty is asked; the connection's own when there are none.</summary>
    public IReadOnlyCollection<string> FindingRegions { get; init; } = [];

    /// <summary>Events and reports to read instead of asking AWS for findings.</summary>
    public IReadOnlyCollection<CompromiseInput> Inputs { get; init; } = [];

    /// <summary>Also gives keys that are inactive already.</summary>
    public bool IncludeInactive { get; init; }
}

/// <summary>An event or a report of a scanner.</summary>
/// <param name="Name">Its name in messages and evidence, e.g. its path.</param>
/// <param name="Open">Opens it; what is opened can be rewound.</param>
public sealed record CompromiseInput(string Name, Func<Stream> Open);
