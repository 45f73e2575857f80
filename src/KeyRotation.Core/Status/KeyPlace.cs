using KeyRotation.Delivery;

namespace KeyRotation;

/// <summary>What one of the destinations that were asked for holds, for one key.</summary>
/// <param name="Destination">The destination, as -Destination takes it.</param>
/// <param name="Content">What it holds: ReplacedKey stands for the key itself.</param>
/// <param name="Problem">Why it could not be asked; null where it could.</param>
public sealed record KeyPlace(string Destination, PlaceContent Content, string? Problem)
{
    /// <summary>Whether the key is there.</summary>
    public bool HoldsKey => Content == PlaceContent.ReplacedKey;

    /// <summary>The destination and what it holds, in words.</summary>
    public override string ToString() => $"{Destination} ({Content switch
    {
        PlaceContent.ReplacedKey => "holds this key",
        PlaceContent.AnotherKey => "holds another key",
        PlaceContent.Empty => "holds no key",
        _ => Problem is null ? "cannot be asked" : "could not be asked: " + Problem,
    }})";
}
