namespace KeyRotation.Alternatives.Evidence;

/// <summary>One user of a key: a program at an address.</summary>
internal sealed class Signer
{
    public Signer(KeyActivity activity)
    {
        Agent = activity.FullUserAgent ?? activity.UserAgent;
        Program = activity.UserAgent;
        Address = activity.SourceAddress;
        Origin = SourceAddresses.OriginOf(activity.SourceAddress);
        Calls = activity.Count;
    }

    /// <summary>All that the program called itself.</summary>
    public string Agent { get; }

    /// <summary>The program and its version.</summary>
    public string Program { get; }

    public string Address { get; }

    public AddressOrigin Origin { get; }

    public int Calls { get; }

    public bool IsInAmazonNetwork => Origin is AddressOrigin.Amazon or AddressOrigin.Private;

    /// <summary>E.g. <c>240 calls from 3.248.10.20, an address of Amazon</c>.</summary>
    public string CallsFrom()
    {
        string calls = Calls == 1 ? "1 call" : System.FormattableString.Invariant($"{Calls:N0} calls");
        return calls + " from " + Address + Origin switch
        {
            AddressOrigin.Amazon => ", an address of Amazon",
            AddressOrigin.Private => ", a private address",
            _ => string.Empty,
        };
    }
}
