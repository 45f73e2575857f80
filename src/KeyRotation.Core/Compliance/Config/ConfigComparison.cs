using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Compliance.Checks;
using KeyRotation.ConfigRules;

namespace KeyRotation.Compliance.Config;

/// <summary>The verdicts of AWS Config beside those of this module, user by user.</summary>
internal sealed class ConfigComparison
{
    private const int MostNamed = 5;

    private readonly IReadOnlyList<RuleVerdicts> rules;
    private readonly Dictionary<string, IamUser> users;
    private readonly string accountId;

    private ConfigComparison(IReadOnlyList<RuleVerdicts> rules, Dictionary<string, IamUser> users, string accountId)
    {
        this.rules = rules;
        this.users = users;
        this.accountId = accountId;
    }

    /// <summary>The kind of rule that makes the same demand as a control; null where Config has none.</summary>
    public static ConfigRuleKind? KindOf(ComplianceControl control) => control switch
    {
        ComplianceControl.Rotation => ConfigRuleKind.Rotated,
        ComplianceControl.UnusedCredentials => ConfigRuleKind.Unused,
        ComplianceControl.RootKey => ConfigRuleKind.Root,
        _ => null,
    };

    /// <summary>Reads the verdicts once for the whole audit; null, with a failure, where they cannot be read.</summary>
    public static async Task<ConfigComparison?> ReadAsync(
        IConfigRuleService config, AccountSession account, IReadOnlyCollection<(ConfigRuleKind Kind, int? Days)> wanted, IReport report, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<ConfigRule> all = await config.ListRulesAsync(cancellationToken).ConfigureAwait(false);
            List<ConfigRule> chosen = wanted.Select(item => Choose(all, item.Kind, item.Days)).OfType<ConfigRule>().Distinct().ToList();
            foreach (ConfigRuleKind missing in wanted.Select(item => item.Kind).Distinct().Where(kind => chosen.TrueForAll(rule => rule.Kind != kind)))
            {
                report.Warning($"AWS Config has no rule in {config.Region} of account {account.AccountId} to compare with: Set-AccessKeyConfigRule -Rule {missing} makes one.");
            }

            if (chosen.Count == 0)
            {
                return null;
            }

            IReadOnlyDictionary<string, ConfigRuleRun> runs = await config.GetRunsAsync(chosen.ConvertAll(rule => rule.Name), cancellationToken).ConfigureAwait(false);
            var verdicts = new List<RuleVerdicts>();
            foreach (ConfigRule rule in chosen)
            {
                IReadOnlyList<ConfigEvaluation> evaluations = await config.ListEvaluationsAsync(rule.Name, cancellationToken).ConfigureAwait(false);
                verdicts.Add(new RuleVerdicts(rule, runs.TryGetValue(rule.Name, out ConfigRuleRun? run) ? run : null, evaluations));
            }

            IReadOnlyList<IamUser> listed = await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false);
            verdicts.ForEach(rule => WarnOfDeleted(rule, listed, report));
            return new ConfigComparison(verdicts, ByName(listed), account.AccountId);
        }
        catch (ServiceException problem)
        {
            report.Failure(ConfigRuleFailures.NotCompared(account.AccountId, config.Region, problem));
            return null;
        }
    }

    /// <summary>What Config says of a user, and why it says something else; both null where there is nothing to compare.</summary>
    public (string? Verdict, string? Difference) Of(ComplianceControl control, int? days, ControlStatus status, CheckedUser user, DateTimeOffset now)
    {
        if (KindOf(control) is not ConfigRuleKind kind || Choose(rules.Select(item => item.Rule), kind, days) is not ConfigRule rule)
        {
            return default;
        }

        RuleVerdicts said = rules.First(item => item.Rule == rule);
        IamUser? listed = users.TryGetValue(user.Row.UserName, out IamUser? known) ? known : null;
        string? id = kind == ConfigRuleKind.Root ? accountId : listed?.UserId;
        ConfigEvaluation? evaluation = id is null ? null : said.Find(id);
        bool isShorter = control == ComplianceControl.Rotation && user.Journal?.Days < days;
        var difference = new DifferenceText(said, control, isShorter ? user.Journal!.Days : days, user, now);
        return (evaluation?.Verdict, evaluation is null ? difference.OfSilence(listed) : difference.Of(evaluation, status));
    }

    /// <summary>A list that changes between its pages can have a user twice.</summary>
    private static Dictionary<string, IamUser> ByName(IReadOnlyList<IamUser> listed)
    {
        var byName = new Dictionary<string, IamUser>(StringComparer.OrdinalIgnoreCase);
        foreach (IamUser user in listed)
        {
            byName[user.UserName] = user;
        }

        return byName;
    }

    /// <summary>The rule with the days of the control, else the first by name.</summary>
    private static ConfigRule? Choose(IEnumerable<ConfigRule> rules, ConfigRuleKind kind, int? days) => rules
        .Where(rule => rule.Kind == kind)
        .OrderBy(rule => rule.Days == days ? 0 : 1)
        .ThenBy(rule => rule.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>They have no result of this module that the verdict could stand beside.</summary>
    private static void WarnOfDeleted(RuleVerdicts said, IReadOnlyList<IamUser> listed, IReport report)
    {
        var ids = new HashSet<string>(listed.Select(user => user.UserId).OfType<string>(), StringComparer.Ordinal);
        List<string> deleted = said.UserIds.Where(id => !ids.Contains(id)).ToList();
        if (deleted.Count > 0)
        {
            string more = deleted.Count > MostNamed ? ", …" : string.Empty;
            report.Warning($"The AWS Config rule {ForeignText.Clean(said.Rule.Name)} has verdicts for {deleted.Count} {(deleted.Count == 1 ? "user" : "users")} deleted since it ran ({string.Join(", ", deleted.Take(MostNamed))}{more}): they have no result here.");
        }
    }
}
