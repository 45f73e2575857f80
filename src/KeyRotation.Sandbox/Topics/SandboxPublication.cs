using System.Collections.Generic;

namespace KeyRotation.Sandbox;

/// <summary>A message that was published to a topic.</summary>
/// <param name="Subject">Its subject; null: none.</param>
/// <param name="Message">The message.</param>
/// <param name="Attributes">The attributes of type String, by name.</param>
public sealed record SandboxPublication(string? Subject, string Message, IReadOnlyDictionary<string, string> Attributes);
