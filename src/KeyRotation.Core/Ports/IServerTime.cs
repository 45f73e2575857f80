namespace KeyRotation;

/// <summary>
/// A clock that shows AWS's time as its answers tell it, and knows whether they agree. A <see cref="System.TimeProvider"/> of a session
/// that is none is taken as given.
/// </summary>
public interface IServerTime
{
    /// <summary>What was seen that speaks against the time, as sentences for people; null when enough answers agree on it.</summary>
    string? Doubt { get; }
}
