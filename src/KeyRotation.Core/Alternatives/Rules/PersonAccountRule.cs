using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>A user that is a person, where nothing is known of what signs.</summary>
internal sealed class PersonAccountRule : IKeyRule
{
    private static readonly IdentityCenterPlan Plan = new();

    public Verdict? Judge(KeyFacts facts) => PersonEvidence.Password(facts) is string password
        ? new Verdict(Plan, facts.Password!.LastUsed is null ? AlternativeConfidence.Low : AlternativeConfidence.Medium, password)
        : PersonEvidence.Name(facts) is string name ? new Verdict(Plan, AlternativeConfidence.Low, name) : null;
}
