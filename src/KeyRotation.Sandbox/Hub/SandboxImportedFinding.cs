namespace KeyRotation.Sandbox;

/// <summary>A finding that was imported into Security Hub.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ComplianceStatus">PASSED, FAILED, …; null where it has none.</param>
/// <param name="RecordState">ACTIVE or ARCHIVED.</param>
/// <param name="Json">All of it.</param>
public sealed record SandboxImportedFinding(string Id, string? ComplianceStatus, string RecordState, string Json);
