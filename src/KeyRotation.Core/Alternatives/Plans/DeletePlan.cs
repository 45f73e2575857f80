using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>Nothing in place of a key that is not in use.</summary>
internal sealed class DeletePlan(string reason) : AlternativePlan
{
    public override string Alternative => AlternativeKind.Delete;

    public override string Home => "nowhere";

    public override string Reason(KeyFacts facts) => reason;

    public override string Move(KeyFacts facts) => facts.IsRoot
        ? "What signs with the key gets a role first; the root user then deletes it in the console. No other identity can."
        : "Nothing has to change. The key is disabled first, and can be enabled again at once, until it is removed.";

    public override IReadOnlyList<string> Commands(KeyFacts facts) => facts.IsRoot ? [] : [CommandText.Disable(facts), CommandText.Remove(facts)];
}
