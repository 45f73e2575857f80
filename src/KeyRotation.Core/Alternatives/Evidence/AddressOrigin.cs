namespace KeyRotation.Alternatives.Evidence;

/// <summary>What the source address of a call says of where its signer runs.</summary>
internal enum AddressOrigin
{
    /// <summary>Nothing: no address, or a service of AWS that called for the signer.</summary>
    Unknown,

    /// <summary>A private address: AWS records one where a call came through a VPC endpoint.</summary>
    Private,

    /// <summary>An address in a block that is Amazon's as a whole.</summary>
    Amazon,

    /// <summary>Another public address, which may be Amazon's as well.</summary>
    Public,
}
