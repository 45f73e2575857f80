using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation.ConfigRules;

/// <summary>Sees to it that a rule of AWS Config is there as it should be. Nothing is sent where it is.</summary>
public sealed class ConfigRuleSetting
{
    private readonly AccountSession account;
    private readonly IConfigRuleService config;
    private readonly ConfigRuleOptions options;
    private readonly IReport report;

    /// <summary>Prepares it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="config">AWS Config in a region.</param>
    /// <param name="options">The rule that there should be.</param>
    /// <param name="report">Receives the <see cref="AccessKeyConfigRule"/>, and is asked before anything is sent.</param>
    public ConfigRuleSetting(AccountSession account, IConfigRuleService config, ConfigRuleOptions options, IReport report)
    {
        this.account = account ?? throw new ArgumentNullException(nameof(account));
        this.config = config ?? throw new ArgumentNullException(nameof(config));
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        this.report = report ?? throw new ArgumentNullException(nameof(report));
    }

    /// <summary>Creates or changes the rule, if it has to be.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="KeyRotationException">AWS Config records nothing that the rule could look at, or another rule has the name.</exception>
    /// <exception cref="ServiceException">AWS refuses a call, or does not answer.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ConfigRule wanted = options.ToRule();
        await RequireRecorderAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ConfigRule> rules = await config.ListRulesAsync(cancellationToken).ConfigureAwait(false);
        ConfigRule? there = rules.FirstOrDefault(rule => rule.Name == wanted.Name);
        if (there is not null && (there.Kind != wanted.Kind || there.CreatedBy is not null))
        {
            throw ConfigRuleFailures.NameTaken(config.Region, there, wanted);
        }

        if (there is not null && there.Days == wanted.Days)
        {
            report.Verbose($"The AWS Config rule {there.Name} in {config.Region} is as it should be: nothing is sent.");
            await GiveAsync(there).ConfigureAwait(false);
            return;
        }

        WarnOf(rules, there, wanted);
        string target = $"the AWS Config rule {wanted.Name} in {config.Region} of account {account.AccountId}";
        string action = there is null ? $"Create{Limit(wanted)}" : $"Change ({Days(there)} to {Days(wanted)})";
        if (await report.AgreeAsync(target, action, cancellationToken).ConfigureAwait(false) is Agreement.Agreed or Agreement.AgreedLater)
        {
            ConfigRule put = (there ?? wanted) with { Days = wanted.Days };
            await GiveAsync(await config.PutRuleAsync(put, there is null ? options.Tags : new Dictionary<string, string>(), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private static string Limit(ConfigRule rule) => rule.Days is null ? string.Empty : $" ({Days(rule)})";

    private static string Days(ConfigRule rule) => rule.Days is int days ? $"{days} days" : "an unreadable limit";

    private Task GiveAsync(ConfigRule rule) => report.ResultAsync(ConfigRuleReading.Result(account.AccountId, config.Region, rule, run: null, verdicts: null));

    private void WarnOf(IReadOnlyList<ConfigRule> rules, ConfigRule? there, ConfigRule wanted)
    {
        List<string> others = rules.Where(rule => rule.Kind == wanted.Kind && rule.Name != wanted.Name).Select(rule => ForeignText.Clean(rule.Name)).ToList();
        if (there is null && others.Count > 0)
        {
            report.Warning($"AWS Config has a rule of this kind in {config.Region} already: {string.Join(", ", others)}. Each of them is evaluated, and paid for.");
        }

        if (there is not null && options.Tags.Count > 0)
        {
            report.Warning($"AWS takes tags when a rule is created: those of {there.Name} stay as they are. Change them with: aws configservice tag-resource --resource-arn {there.Arn} --region {config.Region} --tags Key=KEY,Value=VALUE");
        }
    }

    /// <summary>
    /// AWS refuses a rule where Config has no recorder. Existing rules continue to run with a stopped recorder (AWS Config Developer Guide, "Evaluation
    /// Mode and Trigger Types"), but new users are not recorded then: a new rule is not worth its price.
    /// </summary>
    private async Task RequireRecorderAsync(CancellationToken cancellationToken)
    {
        ConfigRecorder recorder = await config.FindRecorderAsync(cancellationToken).ConfigureAwait(false) ?? throw ConfigRuleFailures.RecorderMissing(account.AccountId, config.Region);
        if (!recorder.IsRecording)
        {
            throw ConfigRuleFailures.RecorderStopped(account.AccountId, config.Region, recorder);
        }

        if (options.Kind != ConfigRuleKind.Root && !recorder.RecordsUsers)
        {
            throw ConfigRuleFailures.UsersNotRecorded(account.AccountId, config.Region, recorder);
        }
    }
}
