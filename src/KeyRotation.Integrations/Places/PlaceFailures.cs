namespace KeyRotation.Integrations.Places;

/// <summary>Failures of naming a place; what a place refuses or fails at is a failure of the destination.</summary>
internal static class PlaceFailures
{
    /// <param name="problem">What is wrong with the name, and what to do.</param>
    public static KeyRotationException PlaceNameInvalid(string problem) => new("PlaceNameInvalid", FailureCategory.InvalidArgument, target: null, problem);
}
