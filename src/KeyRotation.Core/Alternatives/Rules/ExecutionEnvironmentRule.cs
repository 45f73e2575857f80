using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>The execution environment that AWS sets and that SDKs put into their user agent. Together with an address of AWS it is sure; without one it can be said by anyone.</summary>
internal sealed class ExecutionEnvironmentRule : ISignerRule
{
    private static readonly (Regex Form, AlternativePlan Plan)[] Environments =
    [
        (Form(@"AWS_Lambda_\S+"), new ServiceRolePlan(AwsHome.Lambda)),
        (Form(@"(?:AWS_)?CodeBuild\S*"), new ServiceRolePlan(AwsHome.CodeBuild)),
        (Form(@"(?:AWS_)?Batch\S*"), new ServiceRolePlan(AwsHome.Batch)),
        (Form(@"(?:AWS_)?App_?Runner\S*"), new ServiceRolePlan(AwsHome.AppRunner)),
        (Form(@"AWS_ECS_FARGATE"), new ServiceRolePlan(AwsHome.Fargate)),
        (Form(@"AWS_ECS_EXTERNAL"), new ServiceRolePlan(AwsHome.EcsAnywhere)),
        (Form(@"AWS_ECS_EC2"), new ServiceRolePlan(AwsHome.EcsOnInstances)),
        (Form(@"EC2"), new ServiceRolePlan(AwsHome.Instance)),
        (Form(@"(?:AWS_)?Cloud(?:Shell|9)\S*"), new IdentityCenterPlan()),
    ];

    public Verdict? Judge(Signer signer, KeyFacts facts)
    {
        foreach ((Regex form, AlternativePlan plan) in Environments)
        {
            if (TextPattern.SignIn(form, signer.Agent) is string sign)
            {
                bool isSure = signer.IsInAmazonNetwork && plan.Alternative != AlternativeKind.IdentityCenter;
                return new Verdict(plan, isSure ? AlternativeConfidence.High : AlternativeConfidence.Medium, sign);
            }
        }

        return null;
    }

    private static Regex Form(string name) => TextPattern.Of(@"\bexec-env/" + name + @"(?=[\s\]]|$)");
}
