namespace KeyRotation.Sightings;

/// <summary>What is known of who has a key.</summary>
internal enum Ownership
{
    /// <summary>A user of the account.</summary>
    User,

    /// <summary>Another account.</summary>
    Another,

    /// <summary>The account, but no user of it could be found.</summary>
    Hidden,

    /// <summary>It could not be found out.</summary>
    Unknown,

    /// <summary>A call failed, which was said.</summary>
    Failed,
}

/// <summary>A key that was seen, as the account knows it.</summary>
/// <param name="AccessKeyId">The key's id.</param>
/// <param name="Owner">What is known of who has it.</param>
internal sealed record SightedKey(string AccessKeyId, Ownership Owner)
{
    public string? UserName { get; init; }

    /// <summary>The key; null where the user has no such key any more.</summary>
    public ListedKey? Key { get; init; }

    public EvidenceOfUse LastUsed { get; init; } = EvidenceOfUse.Unknown("not looked up");

    /// <summary>The account, where it is another.</summary>
    public string? AccountId { get; init; }
}
