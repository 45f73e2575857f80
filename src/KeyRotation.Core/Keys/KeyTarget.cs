namespace KeyRotation;

/// <summary>A key that a step is asked for.</summary>
/// <param name="UserName">The IAM user.</param>
/// <param name="AccessKeyId">The key's id; null for the key that the step itself names: a user's only active key, or all keys at the stage.</param>
/// <param name="AccountId">The account that the key was seen in; null when it was given by name.</param>
public sealed record KeyTarget(string UserName, string? AccessKeyId = null, string? AccountId = null)
{
    /// <summary>Whether a pattern named the user: then it is no failure when there is nothing to do.</summary>
    public bool IsMatched { get; init; }

    /// <summary>The finding that says that the key is compromised; null where none was given.</summary>
    public string? Finding { get; init; }

    /// <summary>Whether all that is known against the key is about its user, and may mean another key of the user.</summary>
    public bool MayBeAnother { get; init; }

    internal KeyReference In(string accountId) => new(AccountId ?? accountId, UserName, AccessKeyId);
}
