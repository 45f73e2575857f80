using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>The role of a pod, by EKS Pod Identity. A cluster elsewhere has an OpenID Connect provider of its own instead.</summary>
internal sealed class PodRolePlan : AlternativePlan
{
    public override string Alternative => AlternativeKind.TaskRole;

    public override string Home => "Kubernetes";

    public override string Reason(KeyFacts facts) => "The key is used in a cluster of Kubernetes, where EKS Pod Identity gives a pod the credentials of a role by its service account.";

    public override string Move(KeyFacts facts) =>
        "The secret with the key is removed from the deployment, and its pods are restarted; the code stays, with an SDK that knows Pod Identity. A cluster outside of Amazon EKS uses the OpenID Connect provider of its service accounts.";

    public override string TrustPolicy(KeyFacts facts) => TrustText.ForService("pods.eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession");

    public override IReadOnlyList<string> Commands(KeyFacts facts) =>
    [
        .. CommandText.CreateRole(facts, TrustPolicy(facts)),
        "aws eks create-addon --cluster-name '<cluster>' --addon-name eks-pod-identity-agent",
        $"aws eks create-pod-identity-association --cluster-name '<cluster>' --namespace '<namespace>' --service-account '<service-account>' --role-arn {CommandText.Quote(CommandText.RoleArn(facts))}",
        CommandText.Disable(facts),
    ];
}
