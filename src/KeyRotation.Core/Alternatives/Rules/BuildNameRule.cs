using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Build services by a name or a tag of the user: most sign with an SDK or the AWS CLI that says nothing of them.</summary>
internal sealed class BuildNameRule : IKeyRule
{
    private static readonly (string Word, BuildService Service)[] Words =
    [
        ("githubactions", BuildService.GitHub),
        ("github", BuildService.GitHub),
        ("gitlab", BuildService.GitLab),
        ("bitbucket", BuildService.Bitbucket),
        ("circleci", BuildService.CircleCi),
        ("azuredevops", BuildService.AzureDevOps),
        ("azurepipelines", BuildService.AzureDevOps),
        ("vsts", BuildService.AzureDevOps),
        ("hcpterraform", BuildService.HcpTerraform),
        ("terraformcloud", BuildService.HcpTerraform),
        ("tfc", BuildService.HcpTerraform),
        ("jenkins", BuildService.Jenkins),
    ];

    public Verdict? Judge(KeyFacts facts)
    {
        foreach ((string word, BuildService service) in Words)
        {
            if (NameEvidence.Of(facts, word) is NameEvidence found)
            {
                return new Verdict(new OidcPlan(service), found.Confidence, found.Sign);
            }
        }

        return null;
    }
}
