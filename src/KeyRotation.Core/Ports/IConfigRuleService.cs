using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace KeyRotation;

/// <summary>The managed rules of AWS Config that concern access keys.</summary>
public enum ConfigRuleKind
{
    /// <summary>Active access keys are not older than so many days (access-keys-rotated).</summary>
    Rotated,

    /// <summary>Passwords and active access keys were used within so many days (iam-user-unused-credentials-check).</summary>
    Unused,

    /// <summary>The root user has no access key (iam-root-access-key-check).</summary>
    Root,
}

/// <summary>
/// AWS Config in one region, as far as it concerns access keys. Every member throws <see cref="ServiceException"/> when the service refuses or does not
/// answer. Lists are complete: pages are read to the end.
/// </summary>
public interface IConfigRuleService
{
    /// <summary>The region.</summary>
    string Region { get; }

    /// <summary>All rules of the region; of those that concern access keys, whatever their names, the kind is known.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<ConfigRule>> ListRulesAsync(CancellationToken cancellationToken);

    /// <summary>When rules last ran, by their names.</summary>
    /// <param name="ruleNames">The rules.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyDictionary<string, ConfigRuleRun>> GetRunsAsync(IReadOnlyCollection<string> ruleNames, CancellationToken cancellationToken);

    /// <summary>What a rule said of each resource when it last ran.</summary>
    /// <param name="ruleName">The rule.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<ConfigEvaluation>> ListEvaluationsAsync(string ruleName, CancellationToken cancellationToken);

    /// <summary>What records the configurations that rules look at; null where nothing does.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<ConfigRecorder?> FindRecorderAsync(CancellationToken cancellationToken);

    /// <summary>Creates a rule, or changes the one of its name. Doing it twice changes nothing more.</summary>
    /// <param name="rule">The rule: its name, kind and days, and what it had before where it is changed.</param>
    /// <param name="tags">The tags of a new rule; AWS does not change those of one that is there.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rule as it was sent.</returns>
    Task<ConfigRule> PutRuleAsync(ConfigRule rule, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);
}

/// <summary>A rule of AWS Config.</summary>
/// <param name="Name">Its name, unique in the region.</param>
/// <param name="Kind">What it asks for; null for a rule that does not concern access keys, or is not one of AWS's own.</param>
public sealed record ConfigRule(string Name, ConfigRuleKind? Kind)
{
    /// <summary>What AWS calls the rule that it is made of, e.g. ACCESS_KEYS_ROTATED.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>Its limit in days; null where it has none, or one that is not a number of days.</summary>
    public int? Days { get; init; }

    /// <summary>Its ARN; empty for one that is not there yet.</summary>
    public string Arn { get; init; } = string.Empty;

    /// <summary>What it is for, for people; null where nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is in its life, in AWS's words: ACTIVE, EVALUATING, DELETING, DELETING_RESULTS.</summary>
    public string? State { get; init; }

    /// <summary>How often it runs, in AWS's words; null for AWS's own choice, 24 hours.</summary>
    public string? Frequency { get; init; }

    /// <summary>The service of AWS that made it, and that alone may change it; null otherwise.</summary>
    public string? CreatedBy { get; init; }
}

/// <summary>When a rule last ran.</summary>
/// <param name="LastEvaluation">When it last gave verdicts, UTC; null when it never did.</param>
/// <param name="Problem">What went wrong when it last failed, in AWS's words; null when nothing did.</param>
public sealed record ConfigRuleRun(DateTimeOffset? LastEvaluation, string? Problem);

/// <summary>What a rule said of one resource.</summary>
/// <param name="ResourceType">E.g. AWS::IAM::User.</param>
/// <param name="ResourceId">The unique id of a user, or the number of an account.</param>
/// <param name="Verdict">In AWS's words: COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE or INSUFFICIENT_DATA.</param>
/// <param name="At">When it was said, UTC; null where that is not known.</param>
public sealed record ConfigEvaluation(string ResourceType, string ResourceId, string Verdict, DateTimeOffset? At)
{
    /// <summary>What the rule adds; null when it adds nothing.</summary>
    public string? Annotation { get; init; }
}

/// <summary>What records configurations in a region.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRecording">Whether it is on.</param>
/// <param name="RecordsUsers">Whether IAM users are among what it records.</param>
public sealed record ConfigRecorder(string Name, bool IsRecording, bool RecordsUsers);
