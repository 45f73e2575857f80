using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;
using KeyRotation.Alternatives.Rules;

namespace KeyRotation.Alternatives;

/// <summary>Decides by rules, the most specific first. Pure: the same facts give the same alternative.</summary>
internal static class AlternativeChoice
{
    private static readonly IKeyRule[] First = [new RootKeyRule(), new UnusedKeyRule()];

    /// <summary>What a program says of itself.</summary>
    private static readonly ISignerRule[] BySaying = [new ExecutionEnvironmentRule(), new KubernetesRule(), new BuildAgentRule(), new VendorAgentRule(), new ProductRule(), new PersonToolRule()];

    /// <summary>What the user is called, for programs that say nothing of themselves, and for keys of which no program is known.</summary>
    private static readonly IKeyRule[] ByName = [new BuildNameRule(), new VendorNameRule(), new ProductRule()];

    private static readonly ISignerRule[] ByPlace = [new PersonAtCommandLineRule(), new AmazonNetworkRule(), new ServerElsewhereRule()];

    private static readonly IKeyRule[] WithoutSigners = [new MailSenderRule(), .. ByName, new PersonAccountRule()];

    public static KeyAlternative Of(KeyFacts facts)
    {
        if (JudgeBy(First, facts) is Verdict whole)
        {
            return Answer(facts, whole.Plan, whole.Confidence, whole.Plan.Reason(facts), [whole.Sign]);
        }

        if (facts.HasSigners)
        {
            return OfSigners(facts);
        }

        return JudgeBy(WithoutSigners, facts) is Verdict verdict
            ? Answer(facts, verdict.Plan, verdict.Confidence, verdict.Plan.Reason(facts), [verdict.Sign])
            : Unknown(facts, "Nothing says where the key is used.", [$"last use: {facts.LastUsed}"]);
    }

    private static KeyAlternative OfSigners(KeyFacts facts)
    {
        List<(Signer Signer, Verdict? Verdict)> judged = facts.Signers!.Select(signer => (signer, Judge(signer, facts))).OrderByDescending(item => item.signer.Calls).ToList();
        List<string> evidence = judged.ConvertAll(item => $"{item.Verdict?.Sign ?? item.Signer.Agent}: {item.Signer.CallsFrom()}");
        int calls = judged.Sum(item => item.Signer.Calls);
        var homes = judged.Where(item => item.Verdict is not null)
            .GroupBy(item => (item.Verdict!.Plan.Alternative, item.Verdict.Plan.Home))
            .Select(same => (Items: same.ToList(), Calls: same.Sum(item => item.Signer.Calls)))
            .OrderByDescending(home => home.Calls)
            .ToList();
        if (homes.Count == 0)
        {
            return Unknown(facts, "What signs with the key does not say where it runs.", evidence);
        }

        (List<(Signer Signer, Verdict? Verdict)> items, int most) = homes[0];
        if (most * 2 <= calls)
        {
            return Unknown(facts, "The key has several users in different places, and none of them makes most of the calls.", evidence);
        }

        AlternativePlan plan = items[0].Verdict!.Plan;
        string confidence = items.Select(item => item.Verdict!.Confidence).OrderBy(AlternativeConfidence.RankOf).First();
        return most == calls
            ? Answer(facts, plan, confidence, plan.Reason(facts), evidence)
            : Answer(
                facts,
                plan,
                AlternativeConfidence.Lowered(confidence),
                FormattableString.Invariant($"{plan.Reason(facts)} That is so for {most:N0} of {calls:N0} calls: the others come from another place, which has to be settled as well."),
                evidence);
    }

    private static Verdict? Judge(Signer signer, KeyFacts facts) => JudgeBy(BySaying, signer, facts) ?? JudgeByName(signer, facts) ?? JudgeBy(ByPlace, signer, facts);

    private static Verdict? JudgeByName(Signer signer, KeyFacts facts) =>
        JudgeBy(ByName, facts) is Verdict named ? named with { Sign = $"{named.Sign}, and {signer.Program} in the user agent" } : null;

    private static Verdict? JudgeBy(IEnumerable<IKeyRule> rules, KeyFacts facts) => rules.Select(rule => rule.Judge(facts)).FirstOrDefault(verdict => verdict is not null);

    private static Verdict? JudgeBy(IEnumerable<ISignerRule> rules, Signer signer, KeyFacts facts) => rules.Select(rule => rule.Judge(signer, facts)).FirstOrDefault(verdict => verdict is not null);

    private static KeyAlternative Unknown(KeyFacts facts, string why, IReadOnlyList<string> evidence)
    {
        var plan = new UnknownPlan(why);
        return Answer(facts, plan, AlternativeConfidence.None, plan.Reason(facts), evidence);
    }

    private static KeyAlternative Answer(KeyFacts facts, AlternativePlan plan, string confidence, string reason, IReadOnlyList<string> evidence) => new(facts.Key, plan.Alternative, confidence)
    {
        Reason = reason,
        Evidence = evidence,
        Move = plan.Move(facts),
        TrustPolicy = plan.TrustPolicy(facts),
        Commands = plan.Commands(facts),
    };
}
