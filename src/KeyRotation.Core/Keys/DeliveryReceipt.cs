namespace KeyRotation;

/// <summary>Where a secret was delivered to; never the secret.</summary>
/// <param name="Kind">The kind of destination.</param>
/// <param name="Location">Where it is there: a secret's name, a path.</param>
public sealed record DeliveryReceipt(string Kind, string Location)
{
    /// <summary>The kind, and for a place elsewhere its account and region as well: what the journal says.</summary>
    public string Place { get; init; } = Kind;

    /// <summary>Place and location.</summary>
    public override string ToString() => Place + ":" + Location;
}
