namespace KeyRotation.Sandbox;

/// <summary>A mail that was sent.</summary>
/// <param name="From">The address of the sender.</param>
/// <param name="To">The address of the receiver.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its text.</param>
public sealed record SandboxMail(string From, string To, string Subject, string Text);
