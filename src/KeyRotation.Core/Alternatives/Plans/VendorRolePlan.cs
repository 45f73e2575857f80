using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>A role that a vendor assumes from its account. The external id keeps its other customers out.</summary>
internal sealed class VendorRolePlan(Vendor vendor) : AlternativePlan
{
    public override string Alternative => AlternativeKind.CrossAccountRole;

    public override string Home => vendor.Name;

    public override string Reason(KeyFacts facts) => $"The key is used by {vendor.Name}, which can assume a role in this account from its own, with an external id.";

    public override string Move(KeyFacts facts) => $"In the settings of {vendor.Name}, the integration gets the ARN of the role in place of the key, and shows the external id; nothing is deployed.";

    /// <summary>The account is the one of the partition of the public regions.</summary>
    public override string TrustPolicy(KeyFacts facts)
    {
        string account = facts.Partition == "aws" && vendor.AccountId is string known ? known : $"<account-of-{vendor.Pattern}>";
        return TrustText.ForAccount(
            $"arn:{facts.Partition}:iam::{account}:root",
            TrustText.Conditions(TrustText.Condition("StringEquals", ("sts:ExternalId", $"<external-id-of-{vendor.Pattern}>"))));
    }

    public override IReadOnlyList<string> Commands(KeyFacts facts) => [.. CommandText.CreateRole(facts, TrustPolicy(facts)), CommandText.Disable(facts)];
}
