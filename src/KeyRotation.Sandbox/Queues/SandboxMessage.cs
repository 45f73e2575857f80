namespace KeyRotation.Sandbox;

/// <summary>A message of a queue.</summary>
/// <param name="Body">What was sent.</param>
/// <param name="Receives">How often it was received.</param>
/// <param name="IsVisible">Whether the next receiver gets it.</param>
public sealed record SandboxMessage(string Body, int Receives, bool IsVisible);
