using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>What one rule says.</summary>
/// <param name="Plan">The alternative.</param>
/// <param name="Confidence">How much the evidence is worth: one of <see cref="AlternativeConfidence"/>.</param>
/// <param name="Sign">What was seen, e.g. <c>exec-env/AWS_Lambda_python3.12 in the user agent</c>.</param>
internal sealed record Verdict(AlternativePlan Plan, string Confidence, string Sign);
