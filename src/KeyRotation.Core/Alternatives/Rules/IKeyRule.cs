using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Rules;

/// <summary>A rule over a key as a whole.</summary>
internal interface IKeyRule
{
    /// <summary>What the rule says of a key; null where it says nothing.</summary>
    Verdict? Judge(KeyFacts facts);
}
