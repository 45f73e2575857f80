using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Programs that call from within AWS and do not say from which service. A vendor may run there as well, so that a public address is worth less.</summary>
internal sealed class AmazonNetworkRule : ISignerRule
{
    private static readonly ServiceRolePlan Plan = new(AwsHome.Instance);

    public Verdict? Judge(Signer signer, KeyFacts facts) => signer.Origin switch
    {
        AddressOrigin.Private => new Verdict(Plan, AlternativeConfidence.Medium, "a private address, as calls through a VPC endpoint have"),
        AddressOrigin.Amazon => new Verdict(Plan, AlternativeConfidence.Low, "an address of Amazon"),
        _ => null,
    };
}
