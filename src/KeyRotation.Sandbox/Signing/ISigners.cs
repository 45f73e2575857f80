namespace KeyRotation.Sandbox.Signing;

/// <summary>Who can sign.</summary>
internal interface ISigners
{
    /// <summary>Who signs with this key, before the signature is looked at.</summary>
    /// <exception cref="AwsErrorException">InvalidClientTokenId or ExpiredToken.</exception>
    Signer Require(string accessKeyId);

    /// <summary>Notes that a call was accepted.</summary>
    void Accepted(Signer signer, string service, string region);
}
