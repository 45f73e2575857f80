using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Vendors by a name or a tag of the user.</summary>
internal sealed class VendorNameRule : IKeyRule
{
    public Verdict? Judge(KeyFacts facts)
    {
        foreach (Vendor vendor in Vendor.All)
        {
            if (NameEvidence.Of(facts, vendor.Pattern) is NameEvidence found)
            {
                return new Verdict(new VendorRolePlan(vendor), found.Confidence, found.Sign);
            }
        }

        return null;
    }
}
