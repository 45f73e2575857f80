namespace KeyRotation.Sightings;

/// <summary>The id of a key, seen where it speaks against the key.</summary>
/// <param name="AccessKeyId">The id, in capitals.</param>
/// <param name="Evidence">Where, and what it says.</param>
internal sealed record KeySighting(string AccessKeyId, CompromiseEvidence Evidence)
{
    /// <summary>The user that the evidence names; null where it names none.</summary>
    public string? UserName { get; init; }

    /// <summary>The account that the evidence names; null where it names none.</summary>
    public string? AccountId { get; init; }
}
