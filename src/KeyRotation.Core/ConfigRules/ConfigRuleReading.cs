using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.ConfigRules;

/// <summary>Shows the rules of AWS Config that concern access keys.</summary>
public sealed class ConfigRuleReading
{
    private readonly AccountSession account;
    private readonly IConfigRuleService config;
    private readonly bool includesVerdicts;
    private readonly IReport report;

    /// <summary>Prepares it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="config">AWS Config in a region.</param>
    /// <param name="includesVerdicts">Whether the verdicts for each user are read: pages for each rule, and the users once.</param>
    /// <param name="report">Receives <see cref="AccessKeyConfigRule"/> objects, and failures of single rules.</param>
    public ConfigRuleReading(AccountSession account, IConfigRuleService config, bool includesVerdicts, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.config = config ?? throw new ArgumentNullException(nameof(config));
        this.includesVerdicts = includesVerdicts;
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Reads the rules.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServiceException">The rules, their status or the users cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<ConfigRule> rules = (await config.ListRulesAsync(cancellationToken).ConfigureAwait(false)).Where(rule => rule.Kind is not null).OrderBy(rule => rule.Name, StringComparer.Ordinal).ToList();
        if (rules.Count == 0)
        {
            report.Verbose($"AWS Config has no rule on access keys in {config.Region} of account {account.AccountId}.");
            return;
        }

        IReadOnlyDictionary<string, ConfigRuleRun> runs = await config.GetRunsAsync(rules.ConvertAll(rule => rule.Name), cancellationToken).ConfigureAwait(false);
        Dictionary<string, string>? names = includesVerdicts ? await NamesAsync(cancellationToken).ConfigureAwait(false) : null;
        foreach (ConfigRule rule in rules)
        {
            IReadOnlyList<ConfigVerdict>? verdicts = names is null ? null : await VerdictsAsync(rule, names, cancellationToken).ConfigureAwait(false);
            await report.ResultAsync(Result(account.AccountId, config.Region, rule, runs.TryGetValue(rule.Name, out ConfigRuleRun? run) ? run : null, verdicts)).ConfigureAwait(false);
        }
    }

    internal static AccessKeyConfigRule Result(string accountId, string region, ConfigRule rule, ConfigRuleRun? run, IReadOnlyList<ConfigVerdict>? verdicts) => new()
    {
        AccountId = accountId,
        Region = region,
        Name = rule.Name,
        Rule = rule.Kind!.Value.ToString(),
        Source = rule.Source,
        Days = rule.Days,
        State = rule.State,
        LastEvaluation = run?.LastEvaluation,
        Problem = run?.Problem,
        Frequency = rule.Frequency,
        CreatedBy = rule.CreatedBy,
        Arn = rule.Arn,
        Verdicts = verdicts,
    };

    /// <summary>AWS Config knows users by their unique ids alone. A list that changes between its pages can have a user twice.</summary>
    private async Task<Dictionary<string, string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IamUser user in (await account.Identity.ListUsersAsync(cancellationToken).ConfigureAwait(false)).Where(user => user.UserId is not null))
        {
            names[user.UserId!] = user.UserName;
        }

        return names;
    }

    private async Task<IReadOnlyList<ConfigVerdict>?> VerdictsAsync(ConfigRule rule, Dictionary<string, string> names, CancellationToken cancellationToken)
    {
        try
        {
            return (await config.ListEvaluationsAsync(rule.Name, cancellationToken).ConfigureAwait(false))
                .Select(evaluation => new ConfigVerdict
                {
                    UserName = names.TryGetValue(evaluation.ResourceId, out string? name) ? name : null,
                    ResourceId = evaluation.ResourceId,
                    Verdict = evaluation.Verdict,
                    At = evaluation.At,
                    Annotation = evaluation.Annotation,
                })
                .OrderBy(verdict => verdict.UserName ?? verdict.ResourceId, StringComparer.OrdinalIgnoreCase)
                .ToList();
        }
        catch (ServiceException problem)
        {
            report.Failure(ConfigRuleFailures.VerdictsNotRead(rule, config.Region, problem));
            return null;
        }
    }
}
