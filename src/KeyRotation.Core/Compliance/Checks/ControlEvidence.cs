namespace KeyRotation;

/// <summary>One value that a verdict rests on.</summary>
/// <param name="Name">What it is, e.g. <c>access_key_1_last_rotated</c>.</param>
/// <param name="Value">The value as the source gives it.</param>
/// <param name="Source">Where it comes from: <c>credential report</c>, <c>saved report PATH</c> or an IAM action.</param>
public sealed record ControlEvidence(string Name, string Value, string Source)
{
    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name} = {Value}";
}
