namespace KeyRotation.Delivery;

/// <summary>What a destination holds before a key is delivered to it.</summary>
public enum PlaceContent
{
    /// <summary>Not known, or nothing that applications read: a script block, a file to import, a place of its own for each key.</summary>
    Unknown,

    /// <summary>No key.</summary>
    Empty,

    /// <summary>The key that is replaced: whoever reads it there gets the new one.</summary>
    ReplacedKey,

    /// <summary>Another key, which is written over because that was asked for.</summary>
    AnotherKey,
}
