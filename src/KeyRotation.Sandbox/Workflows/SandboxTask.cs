namespace KeyRotation.Sandbox;

/// <summary>A task that an execution of a state machine waits for, or waited for.</summary>
/// <param name="IsWaiting">Whether it still waits: it was not answered, and its heartbeat has not timed out.</param>
/// <param name="Heartbeats">How many heartbeats came.</param>
/// <param name="Output">The output of its success; null where there was none.</param>
/// <param name="Error">The error of its failure; null where there was none.</param>
/// <param name="Cause">The cause of its failure; null where there was none.</param>
public sealed record SandboxTask(bool IsWaiting, int Heartbeats, string? Output, string? Error, string? Cause);
