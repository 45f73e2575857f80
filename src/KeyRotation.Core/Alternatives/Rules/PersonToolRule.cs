using System.Text.RegularExpressions;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Programs that people sit in front of.</summary>
internal sealed class PersonToolRule : ISignerRule
{
    private static readonly Regex Tool = TextPattern.Of(
        @"\bS3 ?Browser\b[/ \d.\-]*|\bCyberduck/[\d.]+|\bMountain ?Duck/[\d.]+|\bWinSCP/[\d.]+|\bCloudBerry\b[/ \w.]*|\bTransmit\b[/\d.]*|\bFileZilla\b[/\d.]*|\bDBeaver\b[/\d.]*|\bAWS[- ]Toolkit[- ]For[- ]\w+[/\d.]*|\bAWSToolkit[/\d.\w-]*|\baws-vault\b[/\d.]*|\bgranted\b[/\d.]*|\bCloudShell\b|\bconsole\.amazonaws\.com\b|\bsignin\.amazonaws\.com\b|\bMozilla/5\.0\b");

    private static readonly IdentityCenterPlan Plan = new();

    public Verdict? Judge(Signer signer, KeyFacts facts) => TextPattern.SignIn(Tool, signer.Agent) is string sign ? new Verdict(Plan, AlternativeConfidence.Medium, sign) : null;
}
