using KeyRotation.Alternatives.Evidence;
using KeyRotation.Alternatives.Plans;

namespace KeyRotation.Alternatives.Rules;

/// <summary>Appliances and backup products that take an access key and nothing else: by what they call themselves, or by a name or a tag of the user.</summary>
internal sealed class ProductRule : ISignerRule, IKeyRule
{
    private const string Why = "which takes an access key and nothing else for S3";

    private static readonly (string Word, string Name)[] Products =
    [
        ("veeam", "Veeam"),
        ("synology", "a Synology device"),
        ("hyperbackup", "a Synology device"),
        ("cloudsync", "a Synology device"),
        ("qnap", "a QNAP device"),
        ("truenas", "TrueNAS"),
        ("commvault", "Commvault"),
        ("netbackup", "NetBackup"),
        ("acronis", "Acronis"),
        ("rubrik", "Rubrik"),
        ("cohesity", "Cohesity"),
        ("nakivo", "NAKIVO"),
        ("duplicati", "Duplicati"),
        ("arcserve", "Arcserve"),
    ];

    public Verdict? Judge(Signer signer, KeyFacts facts)
    {
        foreach ((string word, string name) in Products)
        {
            if (WordsOf.Contains(signer.Agent, word))
            {
                return new Verdict(new KeepPlan(name, Why), AlternativeConfidence.Medium, word + " in the user agent");
            }
        }

        return null;
    }

    public Verdict? Judge(KeyFacts facts)
    {
        foreach ((string word, string name) in Products)
        {
            if (NameEvidence.Of(facts, word) is NameEvidence found)
            {
                return new Verdict(new KeepPlan(name, Why), found.Confidence, found.Sign);
            }
        }

        return null;
    }
}
