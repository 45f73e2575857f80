using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Build services that name themselves in the user agent. Most do not.</summary>
internal sealed class BuildAgentRule : ISignerRule
{
    private static readonly (Regex Form, OidcPlan Plan)[] Services =
    [
        (TextPattern.Of(@"configure-aws-credentials(?:-for-github-actions)?|github-?actions?\b"), new OidcPlan(BuildService.GitHub)),
        (TextPattern.Of(@"\bgitlab(?:-runner|-ci)?\b[/\w.]*"), new OidcPlan(BuildService.GitLab)),
        (TextPattern.Of(@"\bbitbucket(?:-pipelines?)?\b[/\w.]*"), new OidcPlan(BuildService.Bitbucket)),
        (TextPattern.Of(@"\bcircle-?ci\b[/\w.]*"), new OidcPlan(BuildService.CircleCi)),
        (TextPattern.Of(@"\bAWS-VSTS\b[/\w.]*|\bexec-env/VSTS-\S+|\bazure-?devops\b[/\w.]*"), new OidcPlan(BuildService.AzureDevOps)),
        (TextPattern.Of(@"\b(?:TFC|TFE|HCP-?Terraform|terraform-cloud)\b[/\w.-]*"), new OidcPlan(BuildService.HcpTerraform)),
        (TextPattern.Of(@"\bjenkins\b[/\w.]*"), new OidcPlan(BuildService.Jenkins)),
    ];

    public Verdict? Judge(Signer signer, KeyFacts facts)
    {
        foreach ((Regex form, OidcPlan plan) in Services)
        {
            if (TextPattern.SignIn(form, signer.Agent) is string sign)
            {
                return new Verdict(plan, AlternativeConfidence.Medium, sign);
            }
        }

        return null;
    }
}
