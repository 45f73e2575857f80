using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Rules;

/// <summary>A rule over one user of a key.</summary>
internal interface ISignerRule
{
    /// <summary>What the rule says of a user of the key; null where it says nothing.</summary>
    Verdict? Judge(Signer signer, KeyFacts facts);
}
