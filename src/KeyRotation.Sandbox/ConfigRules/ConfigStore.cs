using System;
using System.Collections.Generic;
using System.Linq;
using KeyRotation.Sandbox.Stores;

namespace KeyRotation.Sandbox.ConfigRules;

/// <summary>The recorder and the rules of a region; only touched under the lock of its region.</summary>
internal sealed class ConfigStore
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(24);

    private readonly AccountIdentity identity;
    private readonly string region;
    private readonly SandboxClock clock;
    private readonly IdentifierSource identifiers;
    private readonly TimeSpan reportLifetime;
    private readonly Func<ConfigSnapshot> look;
    private readonly SortedDictionary<string, RuleRecord> rules = new(StringComparer.Ordinal);
    private ConfigSnapshot? snapshot;

    /// <param name="identity">The account.</param>
    /// <param name="region">The region.</param>
    /// <param name="clock">The sandbox's time.</param>
    /// <param name="identifiers">Makes the ids of rules.</param>
    /// <param name="reportLifetime">How long a credential report is kept.</param>
    /// <param name="look">Takes a credential report.</param>
    public ConfigStore(AccountIdentity identity, string region, SandboxClock clock, IdentifierSource identifiers, TimeSpan reportLifetime, Func<ConfigSnapshot> look)
    {
        this.identity = identity;
        this.region = region;
        this.clock = clock;
        this.identifiers = identifiers;
        this.reportLifetime = reportLifetime;
        this.look = look;
    }

    public RecorderRecord? Recorder { get; set; } = new(IsRecording: true, RecordsUsers: true);

    /// <summary>All rules by name; those whose time has come have run.</summary>
    public IReadOnlyList<RuleRecord> Rules()
    {
        foreach (var due in rules.Values.Where(rule => clock.UtcNow - rule.LastRun >= Period).ToArray())
        {
            Run(due);
        }

        return rules.Values.ToArray();
    }

    /// <exception cref="AwsErrorException">NoSuchConfigRuleException.</exception>
    public RuleRecord Rule(string name) => Rules().FirstOrDefault(rule => rule.Name == name) ?? throw ConfigErrors.NoRule(name);

    /// <summary>Creates a rule or changes it, and lets it run.</summary>
    /// <exception cref="AwsErrorException">NoAvailableConfigurationRecorderException, InvalidParameterValueException, InsufficientPermissionsException.</exception>
    public RuleRecord Put(string name, string sourceIdentifier, string inputParameters, string? description, string? frequency, string? createdBy)
    {
        _ = Recorder ?? throw ConfigErrors.NoRecorder();
        var known = rules.GetValueOrDefault(name);
        if (known?.CreatedBy is not null)
        {
            throw ConfigErrors.NotPermitted(name);
        }

        var id = known?.Id ?? "config-rule-" + identifiers.Uuid()[..6];
        return Run(new RuleRecord(name, id, identity.ArnPrefix("config", region) + ":config-rule/" + id, sourceIdentifier, inputParameters)
        {
            Description = description,
            Frequency = frequency,
            CreatedBy = createdBy,
            FirstActivated = known?.FirstActivated ?? clock.UtcNow,
        });
    }

    public int RunAll()
    {
        var all = rules.Values.ToArray();
        Array.ForEach(all, rule => Run(rule));
        return all.Length;
    }

    /// <summary>The credential report is kept for its time: a second run within it sees nothing new.</summary>
    private RuleRecord Run(RuleRecord rule)
    {
        snapshot = snapshot is null || clock.UtcNow - snapshot.At >= reportLifetime ? look() : snapshot;
        var ran = rule with
        {
            LastRun = clock.UtcNow,
            Evaluations = RuleEvaluation.Of(rule, snapshot, clock.UtcNow, Recorder?.RecordsUsers == true, identity.AccountId),
        };
        rules[rule.Name] = ran;
        return ran;
    }
}
