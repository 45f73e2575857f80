namespace KeyRotation.Steps;

/// <summary>A step that was carried out.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Key">The key that it was done to; for a rotation the key that was replaced.</param>
public sealed record StepDone(StepKind Kind, KeyReference Key);
