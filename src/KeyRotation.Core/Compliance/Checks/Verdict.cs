using System.Collections.Generic;

namespace KeyRotation.Compliance.Checks;

/// <summary>What a check says of a user.</summary>
internal sealed record Verdict(ControlStatus Status, string Reason, IReadOnlyList<ControlEvidence> Evidence)
{
    public IReadOnlyList<string> Remedy { get; init; } = [];
}
