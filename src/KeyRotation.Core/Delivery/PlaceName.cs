namespace KeyRotation.Delivery;

/// <summary>
/// How the journal names a place. One in the account of the key is its kind alone. One elsewhere is
/// <c>KIND@ACCOUNT:REGION</c>: the role that leads there may change, and an ARN could be longer than a tag.
/// </summary>
public static class PlaceName
{
    private const char Mark = '@';

    /// <summary>The name of a place elsewhere.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="accountId">Its account.</param>
    /// <param name="region">Its region.</param>
    public static string Of(string kind, string accountId, string region) => $"{kind}{Mark}{accountId}:{region}";

    /// <summary>Whether a name of the journal is that of a place elsewhere.</summary>
    /// <param name="name">The name.</param>
    public static bool IsElsewhere(string name) => name?.IndexOf(Mark) >= 0;
}
