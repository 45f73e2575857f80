using System;
using System.Collections.Generic;
using System.Linq;

namespace KeyRotation.Compliance.Config;

/// <summary>A rule of AWS Config with all that it said when it last ran.</summary>
internal sealed class RuleVerdicts
{
    private const string Users = "AWS::IAM::User";

    private readonly Dictionary<string, ConfigEvaluation> byResource = new(StringComparer.Ordinal);

    public RuleVerdicts(ConfigRule rule, ConfigRuleRun? run, IEnumerable<ConfigEvaluation> evaluations)
    {
        Rule = rule;
        Run = run;
        foreach (ConfigEvaluation evaluation in evaluations)
        {
            byResource[evaluation.ResourceId] = evaluation;
        }
    }

    public ConfigRule Rule { get; }

    public ConfigRuleRun? Run { get; }

    /// <summary>The unique ids of the users that it spoke of.</summary>
    public IEnumerable<string> UserIds => byResource.Values.Where(evaluation => evaluation.ResourceType == Users).Select(evaluation => evaluation.ResourceId);

    public ConfigEvaluation? Find(string resourceId) => byResource.TryGetValue(resourceId, out ConfigEvaluation? evaluation) ? evaluation : null;
}
