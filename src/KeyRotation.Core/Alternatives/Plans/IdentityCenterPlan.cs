using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>Sessions of a person.</summary>
internal sealed class IdentityCenterPlan : AlternativePlan
{
    public override string Alternative => AlternativeKind.IdentityCenter;

    public override string Home => "a person";

    public override string Reason(KeyFacts facts) => "The key is used by a person, who can sign in with IAM Identity Center and work with sessions that expire.";

    public override string Move(KeyFacts facts) =>
        "The person runs aws configure sso once and aws sso login each day; the profile keeps its name, so that scripts stay. Tools that take only keys get those of a session. Without Identity Center, a session of AWS STS with MFA has keys that expire.";

    public override IReadOnlyList<string> Commands(KeyFacts facts) =>
    [
        $"aws configure sso --profile {CommandText.UserName(facts)}",
        $"aws sso login --profile {CommandText.UserName(facts)}",
        $"aws sts get-session-token --serial-number {CommandText.Quote(facts.Arn("mfa/" + facts.UserName))} --token-code '<code>'",
        CommandText.Disable(facts),
    ];
}
