using System.Collections.Generic;
using KeyRotation.Alternatives.Evidence;

namespace KeyRotation.Alternatives.Plans;

/// <summary>What would replace the key is not known; what to ask is.</summary>
internal sealed class UnknownPlan(string why) : AlternativePlan
{
    public override string Alternative => AlternativeKind.Unknown;

    public override string Home => "somewhere";

    public override string Reason(KeyFacts facts) => why + (facts.Signers is null
        ? " Run the command again with -IncludeActivity -Days 90, ask the owner, or tag the user with what it is for, e.g. usage = github-actions."
        : " Ask the owner, or tag the user with what it is for, e.g. usage = github-actions.");

    public override string Move(KeyFacts facts) => "Not known before it is known where the key is used.";

    public override IReadOnlyList<string> Commands(KeyFacts facts) => facts.Key.AccessKeyId is null || facts.Signers is not null
        ? []
        : [$"Get-AccessKeyActivity -UserName {CommandText.UserName(facts)} -AccessKeyId {facts.Key.AccessKeyId} -Days 90"];
}
