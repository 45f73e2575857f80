namespace KeyRotation;

/// <summary>Where a secret was delivered to; never the secret.</summary>
/// <param name="Kind">The kind of destination.</param>
/// <param name="Location">Where it is there: a secret's name, a path.</param>
public sealed record DeliveryReceipt(string Kind, string Location)
{
    /// <summary>Kind and place.</summary>
    public override string ToString() => Kind + ":" + Location;
}
