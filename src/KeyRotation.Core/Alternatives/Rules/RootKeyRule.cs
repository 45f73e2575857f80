using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>The root user needs no key: what it alone can do is done in the console.</summary>
internal sealed class RootKeyRule : IKeyRule
{
    public Verdict? Judge(KeyFacts facts) => facts.IsRoot
        ? new Verdict(new DeletePlan("The key is the root user's, which no policy limits: nothing should sign with it."), AlternativeConfidence.Medium, "the key of the root user, " + facts.LastUsed)
        : null;
}
