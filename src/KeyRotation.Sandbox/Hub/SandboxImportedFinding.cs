namespace KeyRotation.Sandbox;

/// <summary>A finding that was imported into Security Hub.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ComplianceStatus">PASSED, FAILED, …; null where it has none.</param>
/// <param name="RecordState">ACTIVE or ARCHIVED.</param>
/// <param name="Json">All of it, as it was imported.</param>
public sealed record SandboxImportedFinding(string Id, string? ComplianceStatus, string RecordState, string Json)
{
    /// <summary>NEW, NOTIFIED, RESOLVED or SUPPRESSED.</summary>
    public string WorkflowStatus { get; init; } = "NEW";

    /// <summary>The note; null where there is none.</summary>
    public string? NoteText { get; init; }

    /// <summary>Who wrote the note; null where there is none.</summary>
    public string? NoteUpdatedBy { get; init; }
}
