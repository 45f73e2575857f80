using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Programs that run in clusters of Kubernetes.</summary>
internal sealed class KubernetesRule : ISignerRule
{
    private static readonly Regex Form = TextPattern.Of(
        @"\b(?:elbv2\.k8s\.aws|karpenter(?:\.sh)?|external-?dns|cert-manager|cluster-autoscaler|external-secrets|(?:exec-env/)?aws-(?:ebs|efs|fsx)-csi-driver|amazon-vpc-cni-k8s|kubernetes|kops|velero|EKS)[/\-\w.]*");

    private static readonly PodRolePlan Plan = new();

    public Verdict? Judge(Signer signer, KeyFacts facts) => TextPattern.SignIn(Form, signer.Agent) is string sign ? new Verdict(Plan, AlternativeConfidence.Medium, sign) : null;
}
