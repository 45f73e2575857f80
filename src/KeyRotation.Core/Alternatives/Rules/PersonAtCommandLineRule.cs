using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Command lines and scripts are used by people and by machines: what else is known of the user says which.</summary>
internal sealed class PersonAtCommandLineRule : ISignerRule
{
    private static readonly Regex CommandLine = TextPattern.Of(@"\baws-cli/[\d.]+|\bAWSPowerShell\S*|\bTerraform/[\d.]+|\bOpenTofu/[\d.]+|\bPulumi/[\d.]+|\bBoto3/[\d.]+");
    private static readonly IdentityCenterPlan Plan = new();

    public Verdict? Judge(Signer signer, KeyFacts facts)
    {
        if (TextPattern.SignIn(CommandLine, signer.Agent) is not string sign || signer.IsInAmazonNetwork)
        {
            return null;
        }

        return PersonEvidence.Password(facts) is string password ? new Verdict(Plan, AlternativeConfidence.Medium, $"{sign}, and {password}")
            : PersonEvidence.Name(facts) is string name ? new Verdict(Plan, AlternativeConfidence.Low, $"{sign}, and {name}")
            : null;
    }
}
