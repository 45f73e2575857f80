using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Services of vendors that name themselves in the user agent.</summary>
internal sealed class VendorAgentRule : ISignerRule
{
    public Verdict? Judge(Signer signer, KeyFacts facts)
    {
        foreach (Vendor vendor in Vendor.All)
        {
            if (WordsOf.Contains(signer.Agent, vendor.Pattern))
            {
                return new Verdict(new VendorRolePlan(vendor), AlternativeConfidence.Medium, vendor.Name + " in the user agent");
            }
        }

        return null;
    }
}
