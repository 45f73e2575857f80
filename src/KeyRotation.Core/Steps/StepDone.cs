namespace KeyRotation.Steps;

/// <summary>A step that was carried out.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Key">The key that it was done to; for a rotation the key that was replaced.</param>
/// <param name="Eliminates">The key was deleted, and nothing replaced it: there is one key less to rotate.</param>
public sealed record StepDone(StepKind Kind, KeyReference Key, bool Eliminates = false);
